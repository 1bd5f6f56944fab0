using System.Globalization;
using LiveTuning.Films;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Serving;

namespace LiveTuning.Api;

/// <summary>The sliders of the page, and what they mean as controls. Immutable.</summary>
internal sealed class Sliders
{
    /// <summary>The most points that a slider adds or subtracts.</summary>
    public const double GreatestBoost = 2;

    private readonly List<Slider> _all = [];
    private readonly Dictionary<string, int> _levels = [];

    public Sliders(Recommender<string, Film> recommender)
    {
        foreach (TunableField field in recommender.TunableFields)
        {
            switch (field.Name)
            {
                case FilmCatalog.Genre:
                    _all.AddRange(field.Values.Order(StringComparer.Ordinal).Select(
                        genre => new Slider($"genre-{genre}", "Genres", genre, null, [TuningCondition.Has(field.Name, genre)])));
                    break;
                case FilmCatalog.Year:
                    AddOrdered(field, "Years", "Newer films", 4, YearsInWords);
                    break;
                case FilmCatalog.Popularity:
                    AddOrdered(field, "Popularity", "Popular films", 3, PopularityInWords);
                    break;
            }
        }

        Answers = [.. _all.Select(slider => new SliderAnswer(slider.Id, slider.Group, slider.Words, slider.LevelField is null))];
    }

    /// <summary>The sliders as the page shows them.</summary>
    public IReadOnlyList<SliderAnswer> Answers { get; }

    /// <summary>What a slider tunes, in words; null if there is no such slider.</summary>
    public string? WordsOf(string? id) => _all.Find(slider => slider.Id == id)?.Words;

    /// <summary>The control for a position of a slider; null for the middle.</summary>
    /// <param name="id">The slider.</param>
    /// <param name="amount">The points to add; null to hide.</param>
    /// <exception cref="ArgumentException">There is no such slider, or it cannot hide.</exception>
    public TuningControl? ControlOf(string id, double? amount)
    {
        Slider slider = _all.Find(slider => slider.Id == id) ?? throw new ArgumentException($"There is no slider '{id}'.", nameof(id));
        return (slider.LevelField, amount) switch
        {
            (_, 0) => null,
            (null, null) => TuningControl.Mute(slider.Conditions),
            (null, double points) => TuningControl.Boost(points, slider.Conditions),
            (not null, null) => throw new ArgumentException($"The slider '{id}' raises and lowers; it cannot hide.", nameof(id)),
            // The amount is the difference between a film above all levels and one above none.
            (string field, double points) => TuningControl.BoostByLevel(field, points / _levels[field]),
        };
    }

    /// <summary>The slider that a control sets, and its position; null if no slider sets such a control.</summary>
    public SliderStandAnswer? StandOf(TuningControl control)
    {
        Slider? slider = _all.Find(slider => control.Kind == TuningKind.BoostByLevel
            ? slider.LevelField == control.Field
            : slider.LevelField is null && control.Conditions.Count > 0 && control.Conditions.SequenceEqual(slider.Conditions));
        return slider is null ? null : new SliderStandAnswer(slider.Id, control.Kind switch
        {
            TuningKind.Mute => null,
            TuningKind.Boost => control.Amount,
            _ => Math.Round(control.Amount * _levels[slider.LevelField!], 6),
        });
    }

    /// <summary>A control in words; null if no slider sets such a control.</summary>
    public string? InWords(TuningControl control)
    {
        if (StandOf(control) is not { } stand)
        {
            return null;
        }

        string words = WordsOf(stand.Id)!;
        return stand.Amount is double amount
            ? string.Create(CultureInfo.InvariantCulture, $"{words} {amount:+0.##;-0.##} {(Math.Abs(amount) == 1 ? "point" : "points")}")
            : $"{words} hidden";
    }

    // One slider by level, and one per part; parts have about the same number of films.
    private void AddOrdered(TunableField field, string group, string more, int parts, Func<string?, string?, string> inWords)
    {
        int levels = field.Values.Count;
        if (levels == 0)
        {
            return;
        }

        _levels.Add(field.Name, levels);
        _all.Add(new Slider($"{field.Name}-more", group, more, field.Name, []));
        string? above = null;
        for (int part = 1; part <= parts; part++)
        {
            string? to = part == parts ? null : field.Values[Math.Clamp((part * (levels + 1) / parts) - 1, 0, levels - 1)];
            if (above is null || above != to)
            {
                TuningCondition?[] conditions =
                [
                    above is null ? null : TuningCondition.Has(field.Name, above),
                    to is null ? null : TuningCondition.HasNot(field.Name, to),
                ];
                _all.Add(new Slider(
                    $"{field.Name}-{part}", group, inWords(above, to), null, [.. conditions.OfType<TuningCondition>()]));
            }

            above = to;
        }
    }

    // A level of years is "above 1994".
    private static string YearsInWords(string? above, string? to) => (above, to) switch
    {
        (null, not null) => string.Create(CultureInfo.InvariantCulture, $"Up to {YearOf(to)}"),
        (not null, not null) => string.Create(CultureInfo.InvariantCulture, $"{YearOf(above) + 1}–{YearOf(to)}"),
        (not null, null) => string.Create(CultureInfo.InvariantCulture, $"From {YearOf(above) + 1}"),
        _ => "All years",
    };

    private static int YearOf(string level) => (int)Math.Floor(double.Parse(level.Split(' ')[^1], CultureInfo.InvariantCulture));

    private static string PopularityInWords(string? above, string? to) => (above, to) switch
    {
        (null, not null) => "Little known films",
        (not null, null) => "Well known films",
        _ => "Moderately known films",
    };

    private sealed record Slider(string Id, string Group, string Words, string? LevelField, TuningCondition[] Conditions);
}
