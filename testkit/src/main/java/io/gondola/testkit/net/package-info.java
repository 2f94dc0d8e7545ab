/** The virtual network: hosts, connections and packets inside a run, where every delivery is a decision of the schedule. */
@CheckReturnValue
package io.gondola.testkit.net;

import io.gondola.dsl.annotation.CheckReturnValue;
