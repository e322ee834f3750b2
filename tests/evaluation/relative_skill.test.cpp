#include <cmath>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/relative_skill.hpp>

using namespace tollcast;
using doctest::Approx;

TEST_CASE("relative skill is the geometric mean of the ratios on shared targets") {
  const auto rows = reference_rows("relative_skill.csv");
  REQUIRE(rows.size() == 4);
  std::vector<model_scores> models;
  for (const auto& row : rows) {
    model_scores model{row.text("model"), {}};
    std::istringstream rest(row.text("scores"));
    for (std::string field; rest >> field;) {
      model.scores.push_back(field == "-" ? std::nullopt : std::optional(std::strtod(field.c_str(), nullptr)));
    }
    models.push_back(model);
  }
  const auto skills = relative_skills(models, "model_0");
  REQUIRE(skills.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    CAPTURE(i);
    CHECK(skills[i].model == rows[i].text("model"));
    REQUIRE(skills[i].relative);
    REQUIRE(skills[i].scaled);
    CHECK(*skills[i].relative == Approx(rows[i].number("relative")).epsilon(1e-12));
    CHECK(*skills[i].scaled == Approx(rows[i].number("scaled_by_first")).epsilon(1e-12));
    const auto ratios = rows[i].numbers("ratios");
    const auto overlaps = rows[i].numbers("overlaps");
    for (std::size_t j = 0; j < 4; ++j) {
      CHECK(*skills[i].ratios[j] == Approx(ratios[j]).epsilon(1e-12));
      CHECK(skills[i].overlaps[j] == overlaps[j]);
    }
    CHECK(skills[i].n == overlaps[i]);
  }
  CHECK_FALSE(relative_skills(models).front().scaled);
}

TEST_CASE("models without a shared target are not compared, models without any have no relative skill") {
  const std::vector<model_scores> models{
      {"early", {2, 2, std::nullopt, std::nullopt, std::nullopt}},
      {"late", {std::nullopt, std::nullopt, 3, 3, std::nullopt}},
      {"both", {4, 4, 6, 6, std::nullopt}},
      {"alone", {std::nullopt, std::nullopt, std::nullopt, std::nullopt, 1}},
      {"perfect", {0, 0, 0, 0, 0}},
  };
  const auto skills = relative_skills(models, "both");
  CHECK_FALSE(skills[0].ratios[1]);
  CHECK(skills[0].overlaps[1] == 0);
  CHECK(*skills[0].ratios[2] == 0.5);
  CHECK(*skills[0].relative == Approx(std::sqrt(0.5)));
  CHECK(*skills[2].relative == Approx(std::cbrt(4)));
  CHECK(*skills[0].scaled == Approx(std::sqrt(0.5) / std::cbrt(4)));
  CHECK_FALSE(skills[3].relative);
  CHECK(skills[3].n == 1);
  CHECK_FALSE(skills[4].relative);
  CHECK(skills[4].overlaps[2] == 4);
  CHECK(relative_skills({}).empty());
}

TEST_CASE("what is wrong is said") {
  const std::vector<model_scores> models{{"naive", {1, 2}}, {"drift", {1, 2}}};
  CHECK_THROWS_WITH_AS(relative_skills(models, "naives"),
                       "relative_skills: the baseline 'naives' is none of the models; did you mean 'naive' or 'drift'?",
                       invalid_input);
  const std::vector<model_scores> twice{{"naive", {1}}, {"naive", {1}}};
  CHECK_THROWS_WITH_AS(relative_skills(twice), "relative_skills: 'naive' was given twice; each model is needed once",
                       invalid_input);
  const std::vector<model_scores> uneven{{"naive", {1}}, {"drift", {1, 2}}};
  CHECK_THROWS_AS(relative_skills(uneven), invalid_input);
  const std::vector<model_scores> negative{{"naive", {-1}}};
  CHECK_THROWS_AS(relative_skills(negative), invalid_input);
}
