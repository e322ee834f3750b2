#pragma once

#include <stdexcept>

namespace tollcast {

// Input that breaks a rule. The message says who refuses, what was given and what is needed; for a file it begins with
// FILE:LINE:COLUMN. The program ends with 2.
class invalid_input : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

// Well-formed input that cannot answer the question that was asked. The program ends with 1.
class cannot_answer : public invalid_input {
 public:
  using invalid_input::invalid_input;
};

}  // namespace tollcast
