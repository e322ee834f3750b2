#include "trend_words.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>

#include "words.hpp"
#include <fmt/format.h>

namespace tollcast::words {
namespace {

// 4.1, 41, 1,234
std::string magnitude(double percent) {
  const double size = std::abs(percent);
  return size < 1e6 ? rounded(size) : "over a million";
}

std::string_view direction(double percent) { return percent < 0 ? "falling" : "rising"; }

bool is_nought(double percent) { return std::abs(percent) < 0.05; }

// rising 41 %, no change
std::string move(double percent) {
  return is_nought(percent) ? "no change" : fmt::format("{} {} %", direction(percent), magnitude(percent));
}

// 20 to 66; from falling 5.0 % to rising 90 % where the direction is not known
std::string ends(double lower, double upper) {
  if (lower > 0) return fmt::format("{} to {}", magnitude(lower), magnitude(upper));
  if (upper < 0) return fmt::format("{} to {}", magnitude(upper), magnitude(lower));
  return fmt::format("from {} to {}", move(lower), move(upper));
}

bool excludes_no_change(double change, double lower, double upper) { return change < 0 ? upper < 0 : lower > 0; }

// rising 41 % a year since 2020 (95 %: 20 to 66)
std::string tell(const trend_segment& piece, std::string_view when) {
  const std::string pace = move(*piece.change) + " a year";
  if (!piece.lower || !piece.upper) return fmt::format("{}{}, how surely cannot be said", pace, when);
  const std::string sure = ends(*piece.lower, *piece.upper);
  if (is_clear(piece)) return fmt::format("{}{} (95 %: {})", pace, when, sure);
  const bool only_p = excludes_no_change(*piece.change, *piece.lower, *piece.upper);
  return fmt::format("no clear trend{} ({}; 95 %: {}{})", when, pace, sure,
                     only_p ? ", but p is " + p_value(*piece.p_value) : "");
}

// At that pace the count doubles every 2.0 years (95 %: 1.4 to 3.8).
std::string pace_in_years(const trend_segment& piece) {
  const auto years = [](double percent) { return std::log(2.0) / std::abs(std::log1p(percent / 100)); };
  const bool rises = *piece.change > 0;
  const double time = years(*piece.change);
  if (!(time < 100)) return "";
  if (time < 1) return fmt::format(" At that pace the count more than {} every year.", rises ? "doubles" : "halves");
  const double fast = years(rises ? *piece.upper : *piece.lower);
  const double slow = years(rises ? *piece.lower : *piece.upper);
  return fmt::format(" At that pace the count {} every {:.1f} years (95 %: {:.1f} to {}).",
                     rises ? "doubles" : "halves", time, fast, slow < 100 ? fmt::format("{:.1f}", slow) : "over 100");
}

constexpr std::size_t told = 3;  // pieces; the table has the others

// The last one.
std::string turn(const trend_summary& trend) {
  if (trend.joints.empty()) return "";
  const trend_joint& joint = trend.joints.back();
  return joint.lower < joint.upper
             ? fmt::format(" The turn of {} could lie anywhere from {} to {}.", joint.year, joint.lower, joint.upper)
             : fmt::format(" The turn of {} could hardly lie in another year.", joint.year);
}

std::string changes(const trend_summary& trend) {
  std::string text;
  const std::size_t untold = trend.segments.size() - std::min(told, trend.segments.size());
  for (std::size_t i = trend.segments.size(); i-- > untold;) {
    const trend_segment& piece = trend.segments[i];
    const bool last = i + 1 == trend.segments.size();
    if (!last) text += "; before that ";
    text += piece.change ? tell(piece, fmt::format(" {} {}", last ? "since" : "from", piece.from))
                         : fmt::format("a change that cannot be told from {}", piece.from);
  }
  text += '.';
  const trend_segment& now = trend.segments.back();
  return text + (is_clear(now) ? pace_in_years(now) : "") + turn(trend);
}

std::string levels(const trend_summary& trend) {
  const trend_segment& now = trend.segments.back();
  const auto of = [](const trend_segment& piece) {
    return piece.level ? "about " + about(*piece.level) : "a level that cannot be told";
  };
  std::string text = fmt::format("{} a year since {}", of(now), now.from);
  if (trend.segments.size() == 1) return text + "; no shift of the level is found.";
  const std::size_t untold = trend.segments.size() - std::min(told, trend.segments.size());
  for (std::size_t i = trend.segments.size() - 1; i-- > untold;) {
    text += fmt::format("; before that {} from {} to {}", of(trend.segments[i]), trend.segments[i].from,
                        trend.segments[i].to);
  }
  text += '.';
  if (now.change) {
    text += fmt::format(" The last step is {} {} %", *now.change < 0 ? "down" : "up", magnitude(*now.change));
    if (now.lower && now.upper) {
      text += fmt::format("{} (95 %: {} to {})", is_clear(now) ? "" : ", not clearly a step", change(*now.lower),
                          change(*now.upper));
    }
    text += '.';
  }
  return text + turn(trend);
}

std::string path(const trend_summary& trend) {
  const auto by_mean = [](const fitted_year& a, const fitted_year& b) { return a.mean < b.mean; };
  const fitted_year& now = trend.fitted.back();
  const auto [low, high] = std::minmax_element(trend.fitted.begin(), trend.fitted.end(), by_mean);
  const auto level = [](const fitted_year& year) {
    return year.lower && year.upper ? fmt::format("about {} a year (95 %: {} to {})", about(year.mean),
                                                  about(*year.lower), about(*year.upper))
                                    : fmt::format("about {} a year", about(year.mean));
  };
  if (low->mean == high->mean) return fmt::format("{} throughout.", level(now));
  std::string text = fmt::format("{} in {}.", level(now), now.year);
  text += fmt::format(" The fit is lowest in {} (about {}) and highest in {} (about {}).", low->year, about(low->mean),
                      high->year, about(high->mean));
  if (trend.averages.size() == 1) {
    const average_change& whole = trend.averages.front();
    text += fmt::format(" On average: {}.", tell({whole.from, whole.to, whole.value, whole.lower, whole.upper, {}},
                                                 fmt::format(" from {} to {}", whole.from, whole.to)));
  }
  if (trend.jumps.empty()) return text;
  std::vector<std::string> likely;
  for (const year_probability& jump : trend.jumps) {
    if (jump.probability >= 0.5) likely.push_back(fmt::format("{} ({})", jump.year, percent(jump.probability)));
  }
  if (likely.empty()) return text + " In no year was a sudden jump more likely than not.";
  return text + fmt::format(" The level probably jumped in {}.", fmt::join(likely, ", "));
}

int years_with_figures(const trend_summary& trend, int from, int to) {
  return static_cast<int>(std::count_if(trend.fitted.begin(), trend.fitted.end(), [&](const fitted_year& year) {
    return year.year >= from && year.year <= to && says_something(year.observed);
  }));
}

std::string years_say(int number) { return number == 1 ? "1 year says" : fmt::format("{} years say", number); }

// Of the m! orders of m different counts one rises throughout and one falls: a share of 2 / m!.
constexpr int fewest_that_can_tell = 5;  // 2 / 5! is below .05, 2 / 4! above

std::string short_segments(const trend_summary& trend) {
  std::vector<std::string> spans;
  int most = 0;
  for (const trend_segment& piece : trend.segments) {
    const int held = years_with_figures(trend, piece.from, piece.to);
    if (held >= fewest_that_can_tell) continue;
    spans.push_back(fmt::format("{} to {}", piece.from, piece.to));
    most = std::max(most, held);
  }
  if (spans.empty()) return "";
  const std::string where = fmt::format("{} {} {} figure{}", fmt::join(spans, ", "),
                                        spans.size() == 1 ? "holds" : "each hold at most", most, most == 1 ? "" : "s");
  if (most < 2) return where + ", from which no direction can be read.";
  const int orders = most == 2 ? 1 : most == 3 ? 3 : 12;  // m! / 2
  return fmt::format(
      "{}. {} counts in random order {}, so that their order alone proves no direction; what is said of it "
      "rests on how large the scatter is taken to be.",
      where, most, orders == 1 ? "always rise or fall" : fmt::format("rise or fall throughout one time in {}", orders));
}

}  // namespace

trend_kind kind_of(const trend_summary& trend) {
  if (trend.segments.empty()) return trend_kind::path;
  const bool has_level = std::any_of(trend.segments.begin(), trend.segments.end(),
                                     [](const trend_segment& piece) { return piece.level.has_value(); });
  return has_level ? trend_kind::levels : trend_kind::changes;
}

turning turns_of(const trend_summary& trend) {
  turning turn;
  switch (kind_of(trend)) {
    case trend_kind::changes:
      turn.name = "joint";
      for (const trend_joint& joint : trend.joints) turn.years.push_back(joint.year);
      break;
    case trend_kind::levels:
      turn.name = "new level";
      for (const trend_segment& piece : trend.segments) turn.years.push_back(piece.from);
      turn.years.erase(turn.years.begin());
      break;
    case trend_kind::path:
      turn.name = "probably a jump";
      for (const year_probability& jump : trend.jumps) {
        if (jump.probability >= 0.5) turn.years.push_back(jump.year);
      }
  }
  return turn;
}

std::string change(double percent) {
  return fmt::format("{}{} %", is_nought(percent) ? "" : percent < 0 ? "-" : "+", magnitude(percent));
}

std::string about(double level) {
  if (level < 100) return level < 0.05 ? "0" : rounded(level);
  const double unit = std::pow(10.0, std::floor(std::log10(level)) - 1);
  return thousands(std::llround(std::round(level / unit) * unit));
}

std::string p_value(double p) { return p < 0.001 ? "<0.001" : fmt::format("{:.3f}", p); }

bool says_something(const count& figure) { return figure.quality() != count_quality::unknown; }

bool is_clear(const trend_segment& piece) {
  return piece.change && piece.lower && piece.upper && excludes_no_change(*piece.change, *piece.lower, *piece.upper) &&
         piece.p_value.value_or(0) < 0.05;
}

std::string answer(const trend_summary& trend) {
  std::string text =
      trend.status == fit_status::converged ? "" : "The fit did not converge; take what follows as a sketch. ";
  if (trend.fitted.empty()) return text + fmt::format("{}: no year is fitted.", plain(trend.series));
  text += fmt::format("{} to {}: ", plain(trend.series), trend.fitted.back().year);
  switch (kind_of(trend)) {
    case trend_kind::changes:
      return text + changes(trend);
    case trend_kind::levels:
      return text + levels(trend);
    case trend_kind::path:
      break;
  }
  return text + path(trend);
}

std::vector<std::string> limits(const trend_summary& trend) {
  const int n = trend.observations;
  const int pieces = static_cast<int>(trend.segments.size());
  const int turns = pieces - 1;
  std::vector<std::string> said;
  if (pieces == 0 && trend.jumps.empty()) {
    said.push_back(
        fmt::format("{} something; the curve takes {} numbers from them.", years_say(n), trend.parameters.size()));
  } else if (pieces == 0) {
    const std::string steps = n == 2 ? "the one step" : fmt::format("the {} steps", n - 1);
    said.push_back(fmt::format("{} something; how fast the level moves is learnt from {}.", years_say(n),
                               n < 2 ? "nothing but what was assumed" : steps + " between them"));
  } else {
    const bool has_levels = kind_of(trend) == trend_kind::levels;
    const int numbers = (has_levels ? pieces : pieces + 1) + turns;
    said.push_back(fmt::format("{} something; a {} of {} takes {} of them, which leaves {} to judge the scatter by.",
                               years_say(n), has_levels ? "path" : "line",
                               pieces == 1 ? "one piece" : fmt::format("{} pieces", pieces), numbers,
                               n > numbers ? std::to_string(n - numbers) : "none"));
    if (trend.model == "loglinear") {
      said.push_back("One steady change over all these years is assumed, not found; joinpoint looks for turns.");
    }
    if (turns == 0 && n < 10) {
      const int left = n - numbers - 2;
      said.push_back(left > 0
                         ? fmt::format("A turn would take 2 more and leave {}: only a stark one could be told from "
                                       "chance, and that none is found does not mean that there is none.",
                                       left)
                         : "A turn would take 2 more and leave none: with so few years no turn can be told from "
                           "chance.");
    }
    if (turns > 0) {
      const char* chosen = turns == 1 ? "turn was" : "turns were";
      said.push_back(
          trend.model == "joinpoint"
              ? fmt::format("The {} chosen on the same figures: the intervals allow for {} place, not for the "
                            "question whether there is {} at all.",
                            chosen, turns == 1 ? "its" : "their", turns == 1 ? "one" : "any")
              : fmt::format("The {} chosen on the same figures; the intervals and p-values of the pieces take {} "
                            "as known and are a little too sure.",
                            chosen, turns == 1 ? "it" : "them"));
    }
    if (!has_levels) {
      if (std::string text = short_segments(trend); !text.empty()) said.push_back(std::move(text));
    }
  }
  // Whose intervals take the law's variance as it is; joinpoint widens them.
  const bool has_law = trend.model != "joinpoint" && (trend.family == "poisson" || trend.family == "negative_binomial");
  if (has_law && trend.dispersion.value_or(1) >= 1.5) {
    said.push_back(
        fmt::format("The variance about the trend is {:.1f} times what the {} law allows: the intervals are too "
                    "narrow, by a factor of about {:.1f}.",
                    *trend.dispersion, trend.family == "poisson" ? "Poisson" : "fitted", std::sqrt(*trend.dispersion)));
  }
  said.push_back("A trend says what was, not that it goes on.");
  return said;
}

}  // namespace tollcast::words
