package io.gondola.scheduler.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the page gets as JSON: texts, tables and curves. */
final class Facts {
    private static final double PERCENT = 100;
    private static final int USAGE_PARTS = 60;
    private static final int CURVE_PARTS = 1_000;
    private static final int MAX_TABLE = 1_000;

    private final Timeline t;
    private final JsonOut out = new JsonOut();

    private Facts(Timeline t) {
        this.t = t;
    }

    static String of(Timeline t, boolean virtual, List<String> notes) {
        return of(t, virtual, notes, true);
    }

    /** Of steps, whose time is a number, nothing can be said but {@code notes}. */
    static String ofRun(Timeline t, List<String> notes) {
        return of(t, false, notes, false);
    }

    private static String of(Timeline t, boolean virtual, List<String> notes, boolean withSummary) {
        Facts f = new Facts(t);
        List<Usage.Processor> processors = Usage.of(t, USAGE_PARTS);
        List<Sites.Site> sites = Sites.of(t);
        List<Contention.Thing> things = Contention.of(t);
        List<LongestWaits.Wait> waits = LongestWaits.of(t);
        f.out.open('{').key("virtual").value(virtual).key("length").value(t.length);
        f.out.key("programs").value(t.goroutines.programs());
        List<String> summary = new ArrayList<>(notes);
        if (withSummary) {
            summary.addAll(Summary.of(t, processors, sites, things, waits));
        }
        f.out.texts("summary", summary);
        f.out.texts("texts", t.texts).texts("places", t.places).texts("things", t.things);
        f.parts();
        f.processors(processors);
        f.sites(sites);
        f.things(things);
        f.waits(waits);
        f.dropped();
        f.curves();
        return f.out.close('}').toString();
    }

    private void parts() {
        out.key("parts").open('{');
        new TreeMap<>(t.partsOfThings).forEach((set, parts) -> {
            out.key(String.valueOf(set)).open('[');
            parts.forEach(out::value);
            out.close(']');
        });
        out.close('}');
    }

    private void spread(Spread s) {
        out.open('{').key("n").value(s.n()).key("total").value(s.total());
        out.key("p50").value(s.p50()).key("p95").value(s.p95()).key("p99").value(s.p99());
        out.key("max").value(s.max()).close('}');
    }

    private void processors(List<Usage.Processor> processors) {
        out.key("processors").open('[');
        for (Usage.Processor p : processors) {
            out.open('{').key("lane").value(p.lane()).key("busy").value(p.busy().total());
            out.key("percent").numbers(p.busy().averages(PERCENT));
            out.key("switches").value(p.switches()).key("steals").value(p.steals());
            out.key("stolen").value(p.stolen()).key("handOffs").value(p.handOffs());
            out.key("preempted").value(p.preempted()).close('}');
        }
        out.close(']');
    }

    private void sites(List<Sites.Site> sites) {
        out.key("allSites").value(sites.size()).key("sites").open('[');
        for (Sites.Site s : sites.subList(0, Math.min(sites.size(), MAX_TABLE))) {
            out.open('{').key("place").value(s.place()).key("name").value(s.name());
            out.key("goroutines").value(s.goroutines()).key("running");
            spread(s.running());
            out.key("runnable");
            spread(s.runnable());
            out.key("blocked").open('{');
            for (Map.Entry<String, Spread> e : s.blocked().entrySet()) {
                out.key(e.getKey());
                spread(e.getValue());
            }
            out.close('}').close('}');
        }
        out.close(']');
    }

    private void things(List<Contention.Thing> things) {
        out.key("allThings").value(things.size()).key("contention").open('[');
        for (Contention.Thing s : things.subList(0, Math.min(things.size(), MAX_TABLE))) {
            out.open('{').key("thing").value(s.number()).key("goroutines").value(s.goroutines());
            out.key("most").value(s.most()).key("waits");
            spread(s.waits());
            out.key("reasons").open('{');
            s.reasons().forEach((reason, n) -> out.key(reason).value(n));
            out.close('}').close('}');
        }
        out.close(']');
    }

    private void waits(List<LongestWaits.Wait> waits) {
        out.key("waits").open('[');
        for (LongestWaits.Wait w : waits.subList(0, Math.min(waits.size(), MAX_TABLE))) {
            out.open('{').key("g").value(w.goroutine()).key("reason").value(w.reason());
            out.key("on")
                    .value(w.on())
                    .key("from")
                    .value(w.from())
                    .key("length")
                    .value(w.length());
            out.key("by").value(w.by()).key("lasts").value(w.lasts()).close('}');
        }
        out.close(']');
    }

    private void dropped() {
        out.key("dropped").open('[');
        for (EventLog.Part part : t.parts) {
            if (part.snapshot().dropped() > 0) {
                out.open('{').key("name").value(part.name());
                out.key("events").value(part.snapshot().dropped());
                out.key("until").value(part.snapshot().droppedUntil()).close('}');
            }
        }
        out.close(']');
    }

    private void curves() {
        out.key("states").open('{');
        Curves.states(t, CURVE_PARTS).forEach((name, values) -> out.key(name).numbers(values));
        out.close('}').key("queues").open('[');
        Curves.queues(t).forEach((lane, samples) -> {
            out.open('{').key("lane").value(lane).key("name").value(Lanes.name(lane));
            samples(samples);
        });
        out.close(']').key("heap").open('{');
        samples(Curves.heap(t));
    }

    private void samples(Curves.Samples s) {
        out.key("times").numbers(s.times).key("values").numbers(s.values).close('}');
    }
}
