// Another file of the program that includes everything.
#include <tollcast/tollcast.hpp>

#if defined(TOLLCAST_COMPILED) != defined(EXPECT_COMPILED)
#error "the target is not in the mode that its name says"
#endif

double second_file() { return mean(tollcast::poisson(3.0)); }
