package io.gondola.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code explain}: one line for a segment, from its source on; what feeds a boundary is indented below it. */
final class Drawing {
    private final StringBuilder text = new StringBuilder();

    private Drawing() {}

    static String of(Pipeline<?> pipeline) {
        Drawing d = new Drawing();
        d.draw(pipeline, "", "");
        return d.text.toString();
    }

    private void draw(Pipeline<?> pipeline, String first, String indent) {
        List<String> stages = new ArrayList<>();
        Pipeline<?> p = pipeline;
        while (p instanceof Fused<?> fused) {
            stages.add(fused.stage.label.drawn());
            p = fused.above;
        }
        Head<?> head = (Head<?>) p;
        stages.add((head.boundary ? "║ " : "") + head.label().drawn());
        Collections.reverse(stages);
        text.append(first).append(String.join(" → ", stages)).append('\n');
        for (int i = 0; i < head.inputs.size(); i++) {
            boolean last = i == head.inputs.size() - 1;
            String mark = head.boundary ? "═ goroutine: " : "─ ";
            draw(head.inputs.get(i), indent + (last ? "└" : "├") + mark, indent + (last ? "   " : "│  "));
        }
    }
}
