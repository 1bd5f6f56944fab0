using System.Globalization;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <summary>
/// Writes explanations, counterfactuals and controls in English, with the names that the catalog and the application use.
/// </summary>
/// <remarks>
/// Numbers have two decimal places, and printed parts add up to the printed total: rounding errors are carried to the next number. Scales
/// on which two decimal places are too few, or numbers too long, are written with a power of ten, such as 1.25E+20.
/// Immutable, and thread-safe if the function that names items is. The text does not depend on the current culture.
/// </remarks>
public sealed class ExplanationWriter
{
    private readonly ItemCatalog _catalog;
    private readonly Func<int, string> _nameOf;

    /// <summary>Creates a writer.</summary>
    /// <param name="catalog">The catalog of the explained items.</param>
    /// <param name="nameOf">Returns the name of an item, given its id.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public ExplanationWriter(ItemCatalog catalog, Func<int, string> nameOf)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(nameOf);
        _catalog = catalog;
        _nameOf = nameOf;
    }

    /// <summary>The unit of ratings; the default is "stars".</summary>
    /// <exception cref="ArgumentException">The value is null or empty.</exception>
    public string Unit
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value, nameof(Unit));
            field = value;
        }
    } = "stars";

    /// <summary>
    /// The maximum number of fields, of ratings and of controls that are listed; the others are summed up. The default is 3.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public int MaximumReasons
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(MaximumReasons));
            field = value;
        }
    } = 3;

    /// <summary>Describes a score: its sum, then its parts by field, by past rating and by control, largest first.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <returns>One to four lines, separated by line feeds.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="explanation"/> is null.</exception>
    public string Write(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        double basis = explanation.Base.Sum(part => part.Amount);
        double taste = explanation.ByField.Sum(part => part.Amount);
        double controls = explanation.ByControl.Sum(part => part.Amount);
        List<ReasonPart> sum =
        [
            .. explanation.Base.Select(
                part => new ReasonPart(part.Name.Replace("the user's", "your", StringComparison.Ordinal), part.Amount)),
        ];
        if (explanation.ByField.Count > 0)
        {
            sum.Add(new ReasonPart("your taste", taste));
        }

        if (explanation.ByControl.Count > 0)
        {
            sum.Add(new ReasonPart("your controls", controls));
        }

        ReasonText text = new(Greatest(
        [
            explanation.Score,
            .. explanation.Base.Select(part => part.Amount),
            .. explanation.ByField.Select(part => part.Amount),
            .. explanation.ByRating.Select(part => part.Amount),
            .. explanation.ByControl.Select(part => part.Amount),
        ]));
        text.Append($"{text.Number(explanation.Score)} {Unit} for \"{_nameOf(explanation.Item)}\"", sum, 0, int.MaxValue);
        text.Append(
            "Your taste by field",
            ByWeight(explanation.ByField.Select(part => new ReasonPart(part.Name + ValuesIn(part.Name, explanation.Item), part.Amount))),
            basis,
            MaximumReasons);
        text.Append(
            "Your taste by rating",
            ByWeight(explanation.ByRating.Select(part => new ReasonPart(InWords(part.Item, part.Value), part.Amount))),
            basis,
            MaximumReasons);
        text.Append(
            "Your controls",
            ByWeight(explanation.ByControl.Select(
                part => new ReasonPart(InWords(part.Control), part.Amount) { IsSilent = !Adds(part.Control) })),
            basis + taste,
            MaximumReasons);
        return text.ToString();
    }

    /// <summary>Describes where an item would stand without a rating or a control.</summary>
    /// <param name="counterfactual">The counterfactual.</param>
    /// <returns>One sentence.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="counterfactual"/> is null.</exception>
    public string Write(Counterfactual counterfactual)
    {
        ArgumentNullException.ThrowIfNull(counterfactual);
        (Standing now, Standing then) = (counterfactual.Now, counterfactual.Then);
        string cause = counterfactual switch
        {
            { Rating: { } rating } => $"your {InWords(rating.Item, rating.Value)}",
            { Control: { } control } => $"your control {Write(control.Control)}",
            _ => "it",
        };
        string rank = now.Rank == then.Rank
            ? $"stay {InWords(now.Rank)}"
            : $"be {InWords(then.Rank)} instead of {InWords(now.Rank)}";
        ReasonText text = new(Greatest([now.Score, then.Score]));
        (string before, string after) = (text.Number(now.Score), text.Number(then.Score));
        string score = before == after ? $"{after} {Unit} as now" : $"{after} {Unit} instead of {before}";
        return $"Without {cause}, \"{_nameOf(counterfactual.Item)}\" would {rank}, with {score}.";
    }

    /// <summary>Describes a control.</summary>
    /// <param name="control">The control.</param>
    /// <returns>A few words, such as "genre Horror muted" or "genre Drama and not year above 1994 +0.5".</returns>
    /// <exception cref="ArgumentNullException"><paramref name="control"/> is null.</exception>
    public string Write(TuningControl control)
    {
        ArgumentNullException.ThrowIfNull(control);
        string amount = control.Amount.ToString(
            IsOrdinary(control.Amount, 1e-6) ? "+0.######;-0.######;+0" : "+0.###E+0;-0.###E+0", CultureInfo.InvariantCulture);
        return control.Kind switch
        {
            TuningKind.Boost or TuningKind.BoostByLevel => $"{InWords(control)} {amount}",
            _ => InWords(control),
        };
    }

    private static double Greatest(IEnumerable<double> numbers) => numbers.Max(Math.Abs);

    // Whether a number is readable without a power of ten, given the smallest that is.
    private static bool IsOrdinary(double number, double least) => number == 0 || (Math.Abs(number) >= least && Math.Abs(number) < 1e15);

    private static bool Adds(TuningControl control) => control.Kind is TuningKind.Boost or TuningKind.BoostByLevel;

    private static IReadOnlyList<ReasonPart> ByWeight(IEnumerable<ReasonPart> reasons) =>
        [.. reasons.OrderByDescending(reason => reason.IsSilent).ThenByDescending(reason => Math.Abs(reason.Amount))];

    private string InWords(int item, float value) =>
        $"{value.ToString(IsOrdinary(value, 0.01) ? "0.##" : "0.###E+0", CultureInfo.InvariantCulture)} for \"{_nameOf(item)}\"";

    private string InWords(TuningControl control) => control.Kind switch
    {
        TuningKind.Mute => $"{InWords(control.Conditions)} muted",
        TuningKind.Boost => InWords(control.Conditions),
        TuningKind.BoostByLevel => $"{control.Field} by level",
        TuningKind.WeighRecent => "recent ratings first",
        TuningKind.Pin => $"\"{_nameOf(control.Item ?? 0)}\" pinned",
        _ => $"\"{_nameOf(control.Item ?? 0)}\" banned",
    };

    private static string InWords(IReadOnlyList<TuningCondition> conditions) =>
        string.Join(" and ", conditions.Select(condition => $"{(condition.IsNegated ? "not " : "")}{condition.Field} {condition.Value}"));

    private static string InWords(int? rank)
    {
        if (rank is not { } place)
        {
            return "not recommended";
        }

        string ending = (place % 100) is >= 11 and <= 13
            ? "th"
            : (place % 10) switch
            {
                1 => "st",
                2 => "nd",
                3 => "rd",
                _ => "th",
            };
        return string.Create(CultureInfo.InvariantCulture, $"{place}{ending}");
    }

    private string ValuesIn(string field, int item) => _catalog.ValueOf(item, field) is string value ? $" ({value})" : "";
}
