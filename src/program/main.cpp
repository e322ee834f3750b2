#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <variant>

#include "output_file.hpp"
#include "program.hpp"
#include <fmt/format.h>

#include <tollcast/core/error.hpp>

namespace {

using namespace tollcast::program;

void write(const std::string& text, const std::string& path) {
  output_file out(path);
  if (out.append(text)) out.finish();
}

int execute(int argc, const char* const* argv) {
  const auto parsed = parse_command_line(argc, argv);
  if (const auto* help = std::get_if<std::string>(&parsed)) {
    write(*help, "-");
    return 0;
  }
  const auto& asked = std::get<invocation>(parsed);
  const outcome result = std::visit([&](const auto& command) { return run(command, asked.common); }, asked.command);
  if (!result.output.empty()) write(result.output, asked.common.output);
  for (const std::string& message : result.messages) fmt::print(stderr, "{}\n", message);
  return result.exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that has gone away is an error of write(), not the program's death
  try {
    return execute(argc, argv);
  } catch (const tollcast::cannot_answer& error) {
    fmt::print(stderr, "{}\n", message_line(error.what()));
    return 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", message_line(error.what()));
    return 2;
  }
}
