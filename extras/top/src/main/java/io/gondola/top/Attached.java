package io.gondola.top;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;

/** The address of the management agent in a process on this machine, which is started there if it does not run. */
final class Attached {
    private Attached() {}

    static String address(String pid) throws IOException {
        try {
            VirtualMachine vm = VirtualMachine.attach(pid);
            try {
                return vm.startLocalManagementAgent();
            } finally {
                vm.detach();
            }
        } catch (AttachNotSupportedException | IOException e) {
            throw new IOException("cannot attach to process " + pid + ": " + e.getMessage(), e);
        } catch (NoClassDefFoundError e) {
            throw new IOException("a PID needs a JDK: the module jdk.attach is missing here", e);
        }
    }
}
