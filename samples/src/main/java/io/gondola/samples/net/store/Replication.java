package io.gondola.samples.net.store;

import static io.gondola.dsl.Go.*;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.Lines;
import io.gondola.sync.Mutex;

/** How a leader's writes get to its follower. */
public interface Replication {
    /**
     * Makes a write here and there.
     *
     * @param mutex the leader's
     * @param write changes the leader's values, under the lock
     */
    Go<Unit> put(Mutex mutex, Go<?> write, String key, String value);

    /**
     * Each write by a connection of its own, once the leader has made it. It looks right, and is wrong: of two writes
     * of one key the follower may see the second one first, and then keeps the first one for ever.
     */
    static Replication afterwards(String follower) {
        return (mutex, write, key, value) -> mutex.withLock(write)
                .then(Wire.dial(follower)
                        .flatMap(c -> Wire.send(Lines.over(c), c, "apply 0 " + key + " " + value, "ok 0")
                                .defer(c.close())));
    }

    /**
     * All writes by one goroutine in the order in which the leader makes them, each with its number; what was not
     * acknowledged is sent again by a new connection.
     *
     * @param open the goroutine ends with it
     */
    static Go<Replication> inOrder(String follower, Context open) {
        Channel<InOrder.Write> writes = Channel.buffered(16);
        return go("replicate", InOrder.replicate(follower, writes, open)).as(new InOrder(writes, open));
    }
}
