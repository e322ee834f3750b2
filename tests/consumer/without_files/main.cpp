#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/poisson.hpp>

// P(Y > 685) of a Poisson law with mean 700 is 0.70665353...
int main() {
  const double probability = prob_exceeds(tollcast::poisson(700.0), 685);
  return probability > 0.70665 && probability < 0.70666 ? 0 : 1;
}
