import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.*;
import io.gondola.testkit.GoTest;
import java.util.ArrayList;
import java.util.List;

class SquaresTest {
    /** Explores a thousand orders in which the two goroutines can run. */
    @GoTest
    Go<?> everySquareArrivesInOrder() {
        return suspend(() -> {
            Channel<Integer> ch = Channel.unbuffered();
            List<Integer> seen = new ArrayList<>();
            return go(Squares.squares(5, ch))
                    .then(ch.range(v -> run(() -> seen.add(v))))
                    .then(run(() -> assertThat(seen).containsExactly(1, 4, 9, 16, 25)));
        });
    }
}
