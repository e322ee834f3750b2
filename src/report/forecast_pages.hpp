#pragma once

#include <span>
#include <string>

#include <tollcast/report/forecast_pages.hpp>

namespace tollcast {

// The pieces of all forecasts put together. Private to src/report.
std::string whole(const forecast_pages& pages, std::span<const years_ahead> forecasts,
                  std::span<const std::string> notes, std::span<const track_record> records);

}  // namespace tollcast
