/**
 * The virtual network: hosts, connections and packets inside a run, where every delivery is a decision of the schedule.
 */
@CheckReturnValue
@com.google.errorprone.annotations.CheckReturnValue
@NullMarked
package io.gondola.testkit.net;

import io.gondola.dsl.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
