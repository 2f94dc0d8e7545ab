package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.suspend;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.goker.Trigger.ALWAYS;
import static io.gondola.testkit.goker.Trigger.TIME;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.Once;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;
import java.time.Duration;

/**
 * Double locking. A page's content is made once, by a helper under the page's lock and with a time limit. A shortcode
 * in the content asks for the page's plain text, which is also made once, from the content and under the lock. So the
 * helper waits for its own page until the time limit ends that wait, and then for the lock that it holds.
 */
final class Hugo5379 implements Kernel {
    private static final Duration LIMIT = Duration.ofMillis(1);

    @Override
    public String id() {
        return "hugo#5379";
    }

    @Override
    public Expected expected() {
        return Expected.when(ALWAYS, TIME).reports(Kind.DEADLOCK).naming("helper", "contentInitMu");
    }

    @Override
    public Go<?> program(boolean fixed) {
        WaitGroup renderers = new WaitGroup().named("renderers");
        Page page = new Page(fixed);
        Go<Unit> render = page.content().then(page.plainText());
        return renderers
                .add(1)
                .then(go("renderer", render.defer(renderers.done())))
                .then(renderers.await());
    }

    private static final class Page {
        private final Mutex contentInitMu = new Mutex().named("contentInitMu");
        private final Once contentInit = new Once();
        private final Once plainInit = new Once();
        private final Shared<String> content = Shared.of("").named("content");
        private final boolean fixed;

        Page(boolean fixed) {
            this.fixed = fixed;
        }

        Go<Unit> content() {
            Channel<Unit> made = Channel.<Unit>buffered(1).named("made");
            // The cure: a shortcode gets the page's source and does not ask for the page again.
            Go<Unit> shortcode = fixed ? unit() : suspend(this::plainText);
            Go<Unit> helper = contentInitMu.withLock(sequence(shortcode, content.set("text"), made.send(Unit.UNIT)));
            return contentInit.doOnce(Context.background()
                    .withTimeout(LIMIT)
                    .flatMap(ctx -> go("helper", helper)
                            .then(select(onReceive(ctx.done(), unit()), onReceive(made, unit())))
                            .defer(ctx.cancel())));
        }

        Go<Unit> plainText() {
            return plainInit.doOnce(suspend(this::content).then(contentInitMu.withLock(content.get())));
        }
    }
}
