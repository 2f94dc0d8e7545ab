package io.gondola.select;

/**
 * Why a goroutine waits in a select, in Go's words: a select of one case is that operation.
 *
 * @go runtime/runtime2.go, {@code waitReasonStrings}
 */
final class WaitReason {
    private WaitReason() {}

    static String of(Case<?>[] all, int live) {
        if (all.length == 0) {
            return "select (no cases)";
        }
        if (all.length > 1) {
            return "select";
        }
        String nil = live == 0 ? " (nil chan)" : "";
        Case<?> only = all[0];
        return only instanceof ReceiveCase
                ? "chan receive" + nil
                : only instanceof SendCase ? "chan send" + nil : "select";
    }
}
