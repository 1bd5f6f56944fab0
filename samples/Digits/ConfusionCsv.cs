using System.Globalization;

namespace DigitsSample;

/// <summary>The confusion matrices as a file: one row per classifier, class and answer that occurred.</summary>
internal static class ConfusionCsv
{
    public static void Write(string path, IReadOnlyList<TrialResult> results)
    {
        using StreamWriter writer = new(path) { NewLine = "\n" };
        writer.WriteLine("classifier,class,answer,count");
        foreach (TrialResult result in results)
        {
            ConfusionMatrix confusion = result.Confusion;
            for (int row = 0; row < confusion.Labels.Count; row++)
            {
                for (int column = 0; column <= confusion.UnknownColumn; column++)
                {
                    if (confusion[row, column] > 0)
                    {
                        string answer = column == confusion.UnknownColumn ? "unknown" : Text(confusion.Labels[column]);
                        writer.WriteLine($"{result.FileName},{Text(confusion.Labels[row])},{answer},{Text(confusion[row, column])}");
                    }
                }
            }
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
