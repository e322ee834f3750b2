#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/interval.hpp>

namespace tollcast {

namespace detail {

// The verbs of a law whose type is not known. (Members named like the verbs would hide them.)
struct verbs {
  virtual ~verbs() = default;
  virtual double get_mean() const = 0;
  virtual double get_variance() const = 0;
  virtual double get_log_pmf(std::int64_t y) const = 0;
  virtual double get_cdf(std::int64_t y) const = 0;
  virtual double get_prob_exceeds(std::int64_t y) const = 0;
  virtual std::int64_t get_quantile(double p) const = 0;
  virtual std::int64_t get_mode() const = 0;
  virtual interval_ends get_shortest_interval(double level) const = 0;
  virtual std::int64_t get_sample(random_engine& engine) const = 0;
  virtual std::int64_t get_support_lower() const = 0;
  virtual std::optional<std::int64_t> get_support_upper() const = 0;
};

template <distribution Law>
struct verbs_of final : verbs {
  explicit verbs_of(Law held) : law(std::move(held)) {}
  double get_mean() const override { return mean(law); }
  double get_variance() const override { return variance(law); }
  double get_log_pmf(std::int64_t y) const override { return log_pmf(law, y); }
  double get_cdf(std::int64_t y) const override { return cdf(law, y); }
  double get_prob_exceeds(std::int64_t y) const override { return prob_exceeds(law, y); }
  std::int64_t get_quantile(double p) const override { return quantile(law, p); }
  std::int64_t get_mode() const override { return mode(law); }
  interval_ends get_shortest_interval(double level) const override { return shortest_interval(law, level); }
  std::int64_t get_sample(random_engine& engine) const override { return sample(law, engine); }
  std::int64_t get_support_lower() const override { return support_lower(law); }
  std::optional<std::int64_t> get_support_upper() const override { return support_upper(law); }
  Law law;
};

}  // namespace detail

// Any law of a count, for where laws of several types meet: itself a law, with every verb. Copies share the law, which
// never changes, and cost a pointer.
class any_distribution {
 public:
  template <class Law>
  requires(!std::same_as<Law, any_distribution> && distribution<Law>) any_distribution(Law law)
      : held_(std::make_shared<const detail::verbs_of<Law>>(std::move(law))) {}

  // The law inside when its type is Law, else nullptr.
  template <distribution Law>
  const Law* get_if() const {
    const auto* held = dynamic_cast<const detail::verbs_of<Law>*>(held_.get());
    return held == nullptr ? nullptr : &held->law;
  }

  const detail::verbs* operator->() const { return held_.get(); }

 private:
  std::shared_ptr<const detail::verbs> held_;
};

namespace detail {

// Keeps the verbs below to an any_distribution itself: a type that converts to one brings its own.
template <class Law>
concept any_law = std::same_as<Law, any_distribution>;

}  // namespace detail

double mean(const detail::any_law auto& law) { return law->get_mean(); }
double variance(const detail::any_law auto& law) { return law->get_variance(); }
double log_pmf(const detail::any_law auto& law, std::int64_t y) { return law->get_log_pmf(y); }
double cdf(const detail::any_law auto& law, std::int64_t y) { return law->get_cdf(y); }
double prob_exceeds(const detail::any_law auto& law, std::int64_t y) { return law->get_prob_exceeds(y); }
std::int64_t quantile(const detail::any_law auto& law, double p) { return law->get_quantile(p); }
std::int64_t mode(const detail::any_law auto& law) { return law->get_mode(); }
std::int64_t sample(const detail::any_law auto& law, random_engine& engine) { return law->get_sample(engine); }
std::int64_t support_lower(const detail::any_law auto& law) { return law->get_support_lower(); }
std::optional<std::int64_t> support_upper(const detail::any_law auto& law) { return law->get_support_upper(); }
inline interval_ends shortest_interval(const any_distribution& law, double level) {
  return law->get_shortest_interval(level);
}

}  // namespace tollcast
