import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs test classes, {@code Class} or {@code Class#method+method}; prints tests and failures. */
final class RunTests {
    public static void main(String... args) {
        List<String> methods =
                Stream.of(args)
                        .filter(a -> a.contains("#"))
                        .flatMap(a -> Arrays.stream(a.substring(a.indexOf('#') + 1).split("\\+")))
                        .toList();
        List<String> whole = Stream.of(args).filter(a -> !a.contains("#")).toList();
        PostDiscoveryFilter named =
                test ->
                        FilterResult.includedIf(
                                !(test.getSource().orElse(null) instanceof MethodSource m)
                                        || methods.contains(m.getMethodName())
                                        || whole.contains(m.getClassName()));
        var listener = new SummaryGeneratingListener();
        var request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(
                                Stream.of(args)
                                        .map(a -> a.replaceAll("#.*", ""))
                                        .map(DiscoverySelectors::selectClass)
                                        .toList())
                        .filters(named)
                        .build();
        LauncherFactory.create().execute(request, listener);
        var summary = listener.getSummary();
        long failed = summary.getTotalFailureCount();
        System.out.println("tests " + summary.getTestsFoundCount() + " failures " + failed);
        System.exit(0);
    }
}
