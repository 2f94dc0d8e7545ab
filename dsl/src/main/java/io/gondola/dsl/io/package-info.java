/** Waiting for input and output on the runtime's poller, for the sister modules that offer it to users. */
@NullMarked
package io.gondola.dsl.io;

import org.jspecify.annotations.NullMarked;
