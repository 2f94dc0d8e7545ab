package io.gondola.docs.page;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;

/** For docs/porting.md. */
public abstract class PortingPage {
    protected final SendChannel<Integer> out = Channel.unbuffered();
    protected final ReceiveChannel<Unit> ready = Channel.unbuffered();
    protected final int id = 1;
    protected final int res = 2;
    protected final Go<Unit> a = Go.unit();
    protected final Go<Unit> b = Go.unit();
    protected int n;

    protected static Go<Unit> worker(SendChannel<Integer> results) {
        return results.send(1);
    }
}
