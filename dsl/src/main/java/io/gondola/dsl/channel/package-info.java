/**
 * What channels have in common for the modules that wait on several of them, select and pipelines: the core of a
 * channel and the parties that wait in its queues.
 *
 * <p>Begin at {@link io.gondola.dsl.channel.ChannelCore}. Exported to sister modules only.
 */
@NullMarked
package io.gondola.dsl.channel;

import org.jspecify.annotations.NullMarked;
