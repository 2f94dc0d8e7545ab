import static io.gondola.dsl.Go.*;

import io.gondola.dsl.*;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.GoTest;

// What follows, and its report, stand in the README.
class BankTest {
    @GoTest
    Go<?> aDepositIsNeverLost() {
        return suspend(() -> {
            Shared<Integer> balance = Shared.of(0);
            Go<Unit> deposit = balance.get().flatMap(b -> balance.set(b + 1));
            WaitGroup wg = new WaitGroup();
            return wg.go(deposit).then(wg.go(deposit)).then(wg.await());
        });
    }
}
