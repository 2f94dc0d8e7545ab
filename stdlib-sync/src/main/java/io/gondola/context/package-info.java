/** Go's {@code context}: cancellation, deadlines and values that go with a request. */
@CheckReturnValue
package io.gondola.context;

import io.gondola.dsl.annotation.CheckReturnValue;
