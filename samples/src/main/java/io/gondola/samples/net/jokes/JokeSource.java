package io.gondola.samples.net.jokes;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.samples.net.http.Request;
import io.gondola.samples.net.http.Response;
import io.gondola.sync.AtomicLong;
import io.vavr.collection.List;
import java.time.Duration;

/** An upstream: it knows a joke for each number, and takes its time. */
public final class JokeSource {
    private static final List<String> JOKES = List.of(
            "A goroutine walks into a bar, and waits. Nobody serves it. It is not a deadlock: the barman is in a select.",
            "Knock, knock. - Race condition. - Who is there?",
            "A channel without a buffer meets nobody, and is deeply moved: it blocks.",
            "There are two hard things in concurrency: races, and.");

    private final String name;
    private final Duration pause;
    private final AtomicLong asked = new AtomicLong();

    /** @param pause how long it thinks about a joke */
    public JokeSource(String name, Duration pause) {
        this.name = name;
        this.pause = pause;
    }

    public Go<Response> answer(Request request) {
        String number = request.path().substring(request.path().lastIndexOf('/') + 1);
        if (!number.matches("[0-9]{1,6}")) {
            return pure(Response.text(404, "jokes have numbers\n"));
        }
        String joke = JOKES.get(Integer.parseInt(number) % JOKES.size());
        return asked.add(1)
                .then(sleep(pause))
                .as(Response.text(200, joke + "\n").with("X-Source", name));
    }

    /** How often it was asked. */
    public Go<Long> asked() {
        return asked.load();
    }
}
