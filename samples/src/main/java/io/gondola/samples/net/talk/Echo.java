package io.gondola.samples.net.talk;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.Lines;
import io.gondola.net.TcpConnection;

/** Says again what it is told. */
public final class Echo {
    private Echo() {}

    /** Serves one connection. */
    public static Go<Unit> answer(TcpConnection c) {
        Lines lines = Lines.over(c);
        return forever(done ->
                lines.read().flatMap(line -> line.isEmpty() ? done.exit() : lines.write("you said " + line.get())));
    }
}
