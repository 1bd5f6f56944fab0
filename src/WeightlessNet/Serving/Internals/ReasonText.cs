using System.Globalization;
using System.Text;

namespace WeightlessNet.Serving.Internals;

/// <summary>Lines of reasons, of which the printed amounts add up.</summary>
internal sealed class ReasonText
{
    private readonly StringBuilder _text = new();

    /// <summary>A number as it is printed.</summary>
    public static string Number(double value) => Print(Hundredths(value), "0.00;-0.00");

    /// <summary>Adds a line, unless there is no reason: so many reasons, and the rest of them summed up.</summary>
    /// <param name="heading">What stands before the colon.</param>
    /// <param name="reasons">The reasons, in the order in which they are to be named.</param>
    /// <param name="start">
    /// What they are added to. Each amount is printed as the difference of two rounded running sums from there on; from 0 the first is no
    /// addition and has no sign.
    /// </param>
    /// <param name="maximum">How many are named at the most.</param>
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
