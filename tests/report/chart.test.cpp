#include <string>

#include "made_up.hpp"
#include <doctest/doctest.h>

#include <tollcast/report/chart.hpp>

using namespace tollcast;

TEST_CASE("bars share one scale, bounds are open, unknown years share a row") {
  // Three columns a count: 2022 is at least 6 (18 columns), 2025 has 9 counted, 11 to 13 with the median at 12.
  const std::string expected = R"(       2019    ~20 ############################################################
  2020-2021      ?
       2022    >=6 ##################>
       2023  8..10 ########################------
       2024     12 ####################################
       2025     12 ###########################======--|---
                   # counted  = up to the 80 % range  - 80 % range  | median
)";
  CHECK(chart(made_up(), {.style = drawing::ascii, .width = 80}) == expected);
}

TEST_CASE("the same chart in block characters") {
  const std::string expected = R"(       2019    ~20 ████████████████████████████████████████████████████████████
  2020-2021      ?
       2022    >=6 ██████████████████→
       2023  8..10 ████████████████████████░░░░░░
       2024     12 ████████████████████████████████████
       2025     12 ███████████████████████████▓▓▓▓▓▓░░│░░░
                   █ counted  ▓ up to the 80 % range  ░ 80 % range  │ median
)";
  CHECK(chart(made_up(), {.width = 80}) == expected);
}

TEST_CASE("years beyond the last few are counted, not drawn") {
  // Five columns a count.
  const std::string expected = R"(  to 2022  4 years not shown
     2023  8..10 ########################################----------
     2024     12 ############################################################
     2025     12 #############################################==========----|-----
                 # counted  = up to the 80 % range  - 80 % range  | median
)";
  CHECK(chart(made_up(), {.style = drawing::ascii, .years = 2, .width = 83}) == expected);
}

TEST_CASE("the range follows level and kind") {
  year_end year = made_up();
  year.history.clear();
  // 95 % of 10 + Binomial(4, 1/2) is 10 to 14; one column a count.
  CHECK(chart(year, {.style = drawing::ascii, .level = 0.95, .width = 26}).starts_with("  2025  12 #########=-|--\n"));
}

TEST_CASE("a year with parts but no total is drawn as at least their sum") {
  year_end year = made_up();
  year.history = {{2024, count::not_known(), {{quarter_of(2024, 1), 13}}}};
  year.total = tabulated::certain(13);
  year.observed = 13;
  CHECK(chart(year, {.style = drawing::ascii, .width = 27}) ==
        "  2024  >=13 #############>\n  2025    13 #############\n");
}

TEST_CASE("bounds above are drawn as what is possible, and bounds as they were given") {
  year_end year = made_up();
  year.history = {{2023, count::at_most(9), {}}, {2024, count::at_least(11), {}}};
  year.total = tabulated::certain(13);
  year.observed = 13;
  CHECK(chart(year, {.style = drawing::ascii, .width = 26}) ==
        "  2023  <10 ---------\n  2024  >10 ###########>\n  2025   13 #############\n");
}

TEST_CASE("a year whose every count is nought draws no bar and divides by nothing") {
  year_end year = made_up();
  year.history = {{2024, count::exactly(0), {}}};
  year.observed = 0;
  year.total = tabulated::certain(0);
  CHECK(chart(year, {.style = drawing::ascii}) == "  2024  0\n  2025  0\n");
}
