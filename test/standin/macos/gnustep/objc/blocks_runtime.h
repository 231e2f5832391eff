// GNUstep asks for this file where the compiler has blocks.
#include <Block.h>
