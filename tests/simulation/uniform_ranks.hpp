#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <boost/random/uniform_01.hpp>

#include <tollcast/distribution/distribution.hpp>
#include <tollcast/numeric/special.hpp>

// Where a drawn truth lies in the law that was computed for it: F(y - 1) + V [F(y) - F(y - 1)] with V uniform, which is
// uniform when the law is right (Brockwell 2007, Statist. Probab. Lett. 77:1473, eq. 2).
template <tollcast::distribution Law>
double rank_of(std::int64_t truth, const Law& law, tollcast::random_engine& engine) {
  boost::random::uniform_01<double> uniform;
  const double below = cdf(law, truth - 1);
  return below + uniform(engine) * (cdf(law, truth) - below);
}

// Ranks that ought to be uniform, and the test that they are: the share of ranks up to each of some points, all of them
// at once within its band (Saeilynoja, Buerkner and Vehtari 2022, Statistics and Computing 32:32, section 2.2). Up to
// the point z the number of N uniform ranks is Binomial(N, z), and from point to point it is a Markov chain, which
// gives the chance that all stay within their intervals without simulation.
class uniform_ranks {
 public:
  // The points rise strictly inside (0, 1): each twentieth, or the ends of a band, when that is all that is known.
  uniform_ranks() {
    for (int i = 1; i < 20; ++i) points_.push_back(0.05 * i);
  }
  explicit uniform_ranks(std::vector<double> points) : points_(std::move(points)) {}

  void add(double rank) { ranks_.push_back(rank); }
  std::size_t size() const { return ranks_.size(); }
  const std::vector<double>& points() const { return points_; }
  const std::vector<double>& all() const { return ranks_; }

  // The number of ranks between neighbouring points, the ends 0 and 1 included.
  std::vector<int> histogram() const {
    std::vector<int> bins(points_.size() + 1, 0);
    for (const double rank : ranks_) {
      ++bins[static_cast<std::size_t>(std::lower_bound(points_.begin(), points_.end(), rank) - points_.begin())];
    }
    return bins;
  }

  // The largest difference between the share of ranks up to a point and the point.
  double departure() const {
    double largest = 0;
    const std::vector<int> up_to = counts_up_to();
    for (std::size_t i = 0; i < points_.size(); ++i) {
      largest = std::max(largest, std::abs(up_to[i] / static_cast<double>(size()) - points_[i]));
    }
    return largest;
  }

  // The chance that uniform ranks leave, at some point, a pointwise interval as wide as these need. With an `allowance`
  // each share may be wrong by as much: for laws that are stated to be right to so much.
  double p_value(double allowance = 0) const {
    const uniform_law law(size(), points_);
    const std::vector<int> up_to = counts_up_to();
    double smallest = 1;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const auto n = static_cast<std::size_t>(up_to[i]);
      const auto low = law.tails_of(std::max(points_[i] - allowance, 1e-9));
      const auto high = law.tails_of(std::min(points_[i] + allowance, 1 - 1e-9));
      smallest = std::min({smallest, 2 * low.up_to[n], 2 * high.from[n]});
    }
    return smallest >= 1 ? 1.0 : law.chance_outside(smallest);
  }

  // Half the width, at the point in the middle, of the band that uniform ranks leave somewhere with this chance.
  double band(double chance) const {
    const uniform_law law(size(), points_);
    double low = chance / (2 * static_cast<double>(points_.size()));
    double high = chance;
    for (int step = 0; step < 8; ++step) {
      const double middle = std::sqrt(low * high);
      (law.chance_outside(middle) > chance ? high : low) = middle;
    }
    const double z = points_[points_.size() / 2];
    const auto middle = law.tails_of(z);
    std::size_t most = size();
    while (most > 0 && 2 * middle.from[most] <= low) --most;
    return static_cast<double>(most) / static_cast<double>(size()) - z;
  }

 private:
  // The numbers of `size` uniform ranks up to each of the points.
  class uniform_law {
   public:
    struct tails {
      std::vector<double> up_to;  // P(B <= n), B ~ Binomial(size, z)
      std::vector<double> from;   // P(B >= n)
    };

    uniform_law(std::size_t size, const std::vector<double>& points) : size_(size), points_(points) {
      log_factorial_.reserve(size + 1);
      for (std::size_t n = 0; n <= size; ++n) log_factorial_.push_back(tollcast::log_gamma(static_cast<double>(n) + 1));
      tails_.reserve(points.size());
      for (const double z : points) tails_.push_back(tails_of(z));
    }

    tails tails_of(double z) const {
      const double one = std::log(z);
      const double other = std::log1p(-z);
      std::vector<double> pmf;
      pmf.reserve(size_ + 1);
      for (std::size_t n = 0; n <= size_; ++n) {
        pmf.push_back(std::exp(log_factorial_[size_] - log_factorial_[n] - log_factorial_[size_ - n] +
                               static_cast<double>(n) * one + static_cast<double>(size_ - n) * other));
      }
      tails result{pmf, pmf};
      for (std::size_t n = 1; n <= size_; ++n) result.up_to[n] += result.up_to[n - 1];
      for (std::size_t n = size_; n-- > 0;) result.from[n] += result.from[n + 1];
      return result;
    }

    // The chance that at some point the number up to it has a two-sided tail of at most `pointwise`.
    double chance_outside(double pointwise) const {
      std::vector<double> chance{1.0};  // of each number up to the point before that was inside so far
      std::size_t first = 0;            // the number that chance[0] is of
      double before = 0;
      for (std::size_t i = 0; i < points_.size(); ++i) {
        const double z = points_[i];
        std::size_t lowest = 0;
        std::size_t highest = size_;
        while (lowest < size_ && 2 * tails_[i].up_to[lowest] <= pointwise) ++lowest;
        while (highest > 0 && 2 * tails_[i].from[highest] <= pointwise) --highest;
        if (highest < lowest) return 1.0;
        std::vector<double> next(highest - lowest + 1, 0.0);
        const double odds = std::log((z - before) / (1 - z));
        const double none = std::log((1 - z) / (1 - before));
        for (std::size_t k = 0; k < chance.size(); ++k) {
          const std::size_t from = first + k;
          if (chance[k] < 1e-12) continue;
          const std::size_t left = size_ - from;
          const double of_all = log_factorial_[left] + static_cast<double>(left) * none;
          for (std::size_t to = std::max(from, lowest); to <= highest; ++to) {
            next[to - lowest] += chance[k] * std::exp(of_all - log_factorial_[to - from] - log_factorial_[size_ - to] +
                                                      static_cast<double>(to - from) * odds);
          }
        }
        chance = std::move(next);
        first = lowest;
        before = z;
      }
      double inside = 0;
      for (const double one : chance) inside += one;
      return std::clamp(1 - inside, 0.0, 1.0);
    }

   private:
    std::size_t size_;
    const std::vector<double>& points_;
    std::vector<double> log_factorial_;
    std::vector<tails> tails_;  // at each point
  };

  std::vector<int> counts_up_to() const {
    std::vector<int> counts = histogram();
    counts.pop_back();
    for (std::size_t i = 1; i < counts.size(); ++i) counts[i] += counts[i - 1];
    return counts;
  }

  std::vector<double> points_;
  std::vector<double> ranks_;
};
