#pragma once

#include <concepts>
#include <memory>
#include <utility>

#include <tollcast/distribution/continuous.hpp>

namespace tollcast {

namespace detail {

// The verbs of a law whose type is not known.
struct continuous_verbs {
  virtual ~continuous_verbs() = default;
  virtual double get_mean() const = 0;
  virtual double get_variance() const = 0;
  virtual double get_log_pdf(double y) const = 0;
  virtual double get_cdf(double y) const = 0;
  virtual double get_prob_exceeds(double y) const = 0;
  virtual double get_quantile(double p) const = 0;
  virtual double get_sample(random_engine& engine) const = 0;
};

template <continuous_distribution Law>
struct continuous_verbs_of final : continuous_verbs {
  explicit continuous_verbs_of(Law held) : law(std::move(held)) {}
  double get_mean() const override { return mean(law); }
  double get_variance() const override { return variance(law); }
  double get_log_pdf(double y) const override { return log_pdf(law, y); }
  double get_cdf(double y) const override { return cdf(law, y); }
  double get_prob_exceeds(double y) const override { return prob_exceeds(law, y); }
  double get_quantile(double p) const override { return quantile(law, p); }
  double get_sample(random_engine& engine) const override { return sample(law, engine); }
  Law law;
};

}  // namespace detail

// Any law of a measured value: what any_distribution is for counts.
class any_continuous_distribution {
 public:
  template <class Law>
  requires(!std::same_as<Law, any_continuous_distribution> && continuous_distribution<Law>)
      any_continuous_distribution(Law law)
      : held_(std::make_shared<const detail::continuous_verbs_of<Law>>(std::move(law))) {}

  // The law inside when its type is Law, else nullptr.
  template <continuous_distribution Law>
  const Law* get_if() const {
    const auto* held = dynamic_cast<const detail::continuous_verbs_of<Law>*>(held_.get());
    return held == nullptr ? nullptr : &held->law;
  }

  const detail::continuous_verbs* operator->() const { return held_.get(); }

 private:
  std::shared_ptr<const detail::continuous_verbs> held_;
};

namespace detail {

template <class Law>
concept any_continuous_law = std::same_as<Law, any_continuous_distribution>;

}  // namespace detail

double mean(const detail::any_continuous_law auto& law) { return law->get_mean(); }
double variance(const detail::any_continuous_law auto& law) { return law->get_variance(); }
double log_pdf(const detail::any_continuous_law auto& law, double y) { return law->get_log_pdf(y); }
double cdf(const detail::any_continuous_law auto& law, double y) { return law->get_cdf(y); }
double prob_exceeds(const detail::any_continuous_law auto& law, double y) { return law->get_prob_exceeds(y); }
double quantile(const detail::any_continuous_law auto& law, double p) { return law->get_quantile(p); }
double sample(const detail::any_continuous_law auto& law, random_engine& engine) { return law->get_sample(engine); }

}  // namespace tollcast
