package io.gondola.testkit.strategy;

import io.gondola.testkit.run.Chooser;
import io.gondola.testkit.run.Code;
import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Lineage;
import io.gondola.testkit.run.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run as who goes on until when, independent of how many choices there are: it can be followed though parts of it
 * were left out.
 */
public final class Schedule {
    /** {@code who} makes steps until it has made {@code until} in all. */
    public record Segment(Lineage who, int until) {}

    /** A choice other than of a task: the n-th one of {@code who} after {@code local} steps. */
    private record Point(Code code, Lineage who, int local, int n) {}

    /** The answer to a choice other than of a task. */
    public static final class Answer {
        private final Point point;
        private final int value;

        private Answer(Point point, int value) {
            this.point = point;
            this.value = value;
        }

        public int value() {
            return value;
        }
    }

    private final List<Segment> segments;
    private final Map<Point, Integer> answers;

    private Schedule(List<Segment> segments, Map<Point, Integer> answers) {
        this.segments = segments;
        this.answers = answers;
    }

    public List<Segment> segments() {
        return segments;
    }

    /** The same without the segments from {@code from} to {@code to - 1}. */
    public Schedule without(int from, int to) {
        List<Segment> kept = new ArrayList<>(segments.subList(0, from));
        kept.addAll(segments.subList(to, segments.size()));
        return new Schedule(kept, answers);
    }

    /** The answers to choices that are not of tasks, where they are not the default, in the order of the choices. */
    public List<Answer> answers() {
        return answers.entrySet().stream()
                .map(e -> new Answer(e.getKey(), e.getValue()))
                .toList();
    }

    /** The same with {@code value} in place of {@code answer}; 0 is the default. */
    public Schedule with(Answer answer, int value) {
        Map<Point, Integer> changed = new LinkedHashMap<>(answers);
        changed.put(answer.point, value);
        return new Schedule(segments, changed);
    }

    /** How often the task changes. */
    public static int switches(Execution x) {
        int switches = 0;
        Task last = null;
        for (Event e : x.events()) {
            if (last != null && e.task() != last) {
                switches++;
            }
            last = e.task();
        }
        return switches;
    }

    private static Point point(Execution x, Code code, Map<Point, Integer> seen) {
        Task t = x.current();
        Point p = new Point(code, t == null ? Lineage.root() : t.lineage(), t == null ? 0 : t.steps(), 0);
        int n = seen.merge(p, 1, Integer::sum);
        return n == 1 ? p : new Point(code, p.who, p.local, n - 1);
    }

    /** Lets {@code chooser} decide, and records what it decides. */
    public static final class Recorder extends Chooser {
        private final Chooser chooser;
        private final Map<Point, Integer> answers = new LinkedHashMap<>();
        private final Map<Point, Integer> seen = new HashMap<>();

        public Recorder(Chooser chooser) {
            this.chooser = chooser;
        }

        @Override
        public void begin(Execution x) {
            answers.clear();
            seen.clear();
            chooser.begin(x);
        }

        @Override
        public int next(Execution x, Task[] enabled, int n) {
            return chooser.next(x, enabled, n);
        }

        @Override
        public int choose(Execution x, Code code, int n) {
            int answer = chooser.choose(x, code, n);
            Point p = point(x, code, seen);
            if (answer != 0) {
                answers.put(p, answer);
            }
            return answer;
        }

        @Override
        public int fault(Execution x, double probability) {
            int answer = chooser.fault(x, probability);
            Point p = point(x, Code.FAULT, seen);
            if (answer != 0) {
                answers.put(p, answer);
            }
            return answer;
        }

        @Override
        public void stepped(Execution x, Event e) {
            chooser.stepped(x, e);
        }

        /** What {@code x}, which has just been run, did. */
        public Schedule schedule(Execution x) {
            List<Segment> segments = new ArrayList<>();
            Task last = null;
            for (Event e : x.events()) {
                if (e.task() == last) {
                    segments.remove(segments.size() - 1);
                }
                segments.add(new Segment(e.task().lineage(), e.local()));
                last = e.task();
            }
            return new Schedule(segments, new LinkedHashMap<>(answers));
        }
    }

    /** Follows the schedule as far as it can, and the default beyond. */
    public Chooser follower() {
        return new Follower();
    }

    private final class Follower extends Chooser {
        private final Map<Point, Integer> seen = new HashMap<>();
        private int at;

        @Override
        public void begin(Execution x) {
            seen.clear();
            at = 0;
        }

        @Override
        public int next(Execution x, Task[] enabled, int n) {
            while (at < segments.size()) {
                Segment s = segments.get(at);
                for (int i = 0; i < n; i++) {
                    if (enabled[i].steps() < s.until && enabled[i].lineage().equals(s.who)) {
                        return i;
                    }
                }
                at++;
            }
            return 0;
        }

        @Override
        public int choose(Execution x, Code code, int n) {
            int answer = answers.getOrDefault(point(x, code, seen), 0);
            return answer < n ? answer : 0;
        }
    }
}
