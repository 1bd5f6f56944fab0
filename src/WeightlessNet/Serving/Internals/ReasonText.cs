using System.Globalization;
using System.Text;

namespace WeightlessNet.Serving.Internals;

/// <summary>Lines of reasons whose printed amounts add up.</summary>
internal sealed class ReasonText
{
    private readonly StringBuilder _text = new();

    /// <summary>A number as it is printed.</summary>
    public static string Number(double value) => Print(Hundredths(value), "0.00;-0.00");

    /// <summary>Adds a line with the first reasons and the sum of the others; nothing if there are no reasons.</summary>
    /// <param name="heading">The text before the colon.</param>
    /// <param name="reasons">The reasons, in print order.</param>
    /// <param name="start">
    /// The running sum before the first reason. Each amount is printed as the difference of two rounded running sums. If it is 0, the first
    /// amount is printed without a sign.
    /// </param>
    /// <param name="maximum">The maximum number of reasons printed one by one.</param>
    public void Append(string heading, IReadOnlyList<Reason> reasons, double start, int maximum)
    {
        if (reasons.Count == 0)
        {
            return;
        }

        _text.Append(_text.Length == 0 ? "" : "\n").Append(heading).Append(": ");
        double running = start;
        for (int i = 0; i < reasons.Count && i < maximum; i++)
        {
            double before = running;
            running += reasons[i].Amount;
            _text.Append(i == 0 ? "" : "; ").Append(reasons[i].Words);
            if (!reasons[i].IsSilent)
            {
                string format = i == 0 && start == 0 ? "0.00;-0.00" : "+0.00;-0.00;+0.00";
                _text.Append(' ').Append(Print(Hundredths(running) - Hundredths(before), format));
            }
        }

        if (reasons.Count > maximum)
        {
            double end = running + reasons.Skip(maximum).Sum(reason => reason.Amount);
            int left = reasons.Count - maximum;
            _text.Append(CultureInfo.InvariantCulture, $"; {left} other{(left == 1 ? "" : "s")} ")
                .Append(Print(Hundredths(end) - Hundredths(running), "+0.00;-0.00;+0.00"));
        }

        _text.Append('.');
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static decimal Hundredths(double value) => Math.Round((decimal)value, 2, MidpointRounding.AwayFromZero);

    private static string Print(decimal hundredths, string format) => hundredths.ToString(format, CultureInfo.InvariantCulture);
}
