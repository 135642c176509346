import java.io.FileInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/**
 * Tells of each PDF file whether it keeps the rules of each flavour.
 *
 * <p>Arguments: flavours joined by commas, then files. Exit status: 0 all kept, 1 a rule broken, 2 a file or flavour
 * could not be read.
 */
public final class Validate {
  private static final int KEPT = 0;
  private static final int BROKEN = 1;
  private static final int UNREADABLE = 2;

  public static void main(String[] arguments) {
    // A broken installation must not look like a broken rule.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, error) -> {
          System.out.println("verapdf: " + error);
          Runtime.getRuntime().halt(UNREADABLE);
        });
    VeraGreenfieldFoundryProvider.initialise();
    int worst = KEPT;
    for (int i = 1; i < arguments.length; i++) {
      for (String flavour : arguments[0].split(",")) {
        worst = Math.max(worst, validate(arguments[i], flavour));
      }
    }
    System.exit(worst);
  }

  private static int validate(String file, String flavour) {
    PDFAFlavour wanted = PDFAFlavour.byFlavourId(flavour);
    if (wanted == PDFAFlavour.NO_FLAVOUR) {
      System.out.println(file + ": " + flavour + ": not a flavour veraPDF knows");
      return UNREADABLE;
    }
    try (var content = new FileInputStream(file);
        var parser = Foundries.defaultInstance().createParser(content, wanted);
        var validator = Foundries.defaultInstance().createValidator(wanted, false)) {
      var result = validator.validate(parser);
      System.out.println(file + ": " + flavour + ": " + (result.isCompliant() ? "compliant" : "not compliant"));
      firstOfEachRule(result.getTestAssertions()).values().forEach(Validate::print);
      return result.isCompliant() ? KEPT : BROKEN;
    } catch (Exception error) {
      System.out.println(file + ": " + flavour + ": cannot be read: " + error.getMessage());
      return UNREADABLE;
    }
  }

  /** A rule broken on every page is one line, not hundreds. */
  private static Map<String, TestAssertion> firstOfEachRule(Iterable<TestAssertion> assertions) {
    Map<String, TestAssertion> first = new LinkedHashMap<>();
    for (TestAssertion assertion : assertions) {
      if (assertion.getStatus() == TestAssertion.Status.FAILED) {
        first.putIfAbsent(name(assertion), assertion);
      }
    }
    return first;
  }

  private static String name(TestAssertion assertion) {
    return assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
  }

  private static void print(TestAssertion broken) {
    System.out.println("  " + name(broken) + ": " + broken.getMessage() + " (" + broken.getLocation().getContext() + ")");
  }
}
