import static io.gondola.dsl.Go.*;

import io.gondola.dsl.*;

public class Squares {
    static Go<Unit> squares(int n, SendChannel<Integer> out) {
        return forRange(1, n + 1, i -> out.send(i * i)).then(out.close());
    }

    public static void main(String[] args) {
        Channel<Integer> ch = Channel.unbuffered();
        Go.main(go(squares(5, ch)).then(ch.range(v -> println(v))));
    }
}
