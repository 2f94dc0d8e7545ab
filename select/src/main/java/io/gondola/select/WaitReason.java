package io.gondola.select;

import java.util.List;

/**
 * Why a goroutine waits in a select, in Go's words: a select of one case is that operation.
 *
 * @go runtime/runtime2.go, {@code waitReasonStrings}
 */
final class WaitReason {
    private WaitReason() {}

    static String of(List<? extends Case<?>> all, int live) {
        if (all.isEmpty()) {
            return "select (no cases)";
        }
        if (all.size() > 1) {
            return "select";
        }
        String nil = live == 0 ? " (nil chan)" : "";
        Case<?> only = all.get(0);
        return only instanceof ReceiveCase
                ? "chan receive" + nil
                : only instanceof SendCase ? "chan send" + nil : "select";
    }
}
