using System.Globalization;
using System.Text;

namespace WeightlessNet.Serving.Internals;

/// <summary>Lines of reasons whose printed amounts add up.</summary>
/// <remarks>
/// Numbers have two decimal places. Where all numbers of a text are below 0.01, or one is 10^15 or more, all have the same power of ten
/// after them, such as 1.25E+20.
/// </remarks>
internal sealed class ReasonText
{
    private const double Least = 0.01;
    private const double TooGreat = 1e15;

    private readonly StringBuilder _text = new();
    private readonly int _exponent;

    /// <param name="greatest">The number of the text that is furthest from 0.</param>
    public ReasonText(double greatest)
    {
        double size = Math.Abs(greatest);
        _exponent = size is 0 or (>= Least and < TooGreat) ? 0 : (int)Math.Floor(Math.Log10(size));
    }

    /// <summary>A number as it is printed.</summary>
    public string Number(double value) => Print(Hundredths(value), "0.00;-0.00");

    /// <summary>Adds a line with the first reasons and the sum of the others; nothing if there are no reasons.</summary>
    /// <param name="heading">The text before the colon.</param>
    /// <param name="reasons">The reasons, in print order.</param>
    /// <param name="start">
    /// The running sum before the first reason. Each amount is printed as the difference of two rounded running sums. If it is 0, the first
    /// amount is printed without a sign.
    /// </param>
    /// <param name="maximum">The maximum number of reasons printed one by one.</param>
    public void Append(string heading, IReadOnlyList<ReasonPart> reasons, double start, int maximum)
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

    private decimal Hundredths(double value) =>
        Math.Round((decimal)(_exponent == 0 ? value : value / Math.Pow(10, _exponent)), 2, MidpointRounding.AwayFromZero);

    private string Print(decimal hundredths, string format)
    {
        string number = hundredths.ToString(format, CultureInfo.InvariantCulture);
        return _exponent == 0 ? number : string.Create(CultureInfo.InvariantCulture, $"{number}E{_exponent:+0;-0}");
    }
}
