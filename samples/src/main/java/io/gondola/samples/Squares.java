package io.gondola.samples;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.println;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;

/** The program on the README's first page. */
public class Squares {
    static Go<Unit> squares(int n, SendChannel<Integer> out) {
        return forRange(1, n + 1, i -> out.send(i * i)).then(out.close());
    }

    public static void main(String[] args) {
        Channel<Integer> ch = Channel.unbuffered();
        Go.main(go(squares(5, ch)).then(ch.range(v -> println(v))));
    }
}
