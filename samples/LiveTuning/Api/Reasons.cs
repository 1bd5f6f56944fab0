using LiveTuning.Audience;
using LiveTuning.Films;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Serving;

namespace LiveTuning.Api;

/// <summary>Why a film has its score, and what would change it.</summary>
internal sealed class Reasons(FilmCatalog films, TunableRecommender recommender, Sliders sliders)
{
    private const int MostRatings = 12;
    private const int MostWhatIfs = 4;

    // The time of what-if answers grows with the square of the number of ratings.
    private const int MostRatingsForWhatIfs = 300;

    private readonly ExplanationWriter _writer = new(films.Items, item => films[item].Title);

    /// <summary>Splits a score into parts.</summary>
    /// <param name="user">The visitor's dense id.</param>
    /// <param name="film">The film.</param>
    public WhyAnswer Explain(int user, int film)
    {
        Explanation why = recommender.Explain(user, film);
        return new WhyAnswer(
            film,
            films[film].Title,
            why.Score,
            _writer.Write(why),
            [.. why.Base.Select(part => new PartAnswer(part.Name.Replace("the user's", "your", StringComparison.Ordinal), part.Amount))],
            [.. why.ByField.Select(part => new PartAnswer(part.Name, part.Amount))],
            ByRating(why),
            [.. why.ByControl.Select(part => new PartAnswer(InWords(part.Control), part.Amount))],
            why.ByRating.Count > MostRatingsForWhatIfs
                ? []
                : [.. recommender.WhatWouldChange(user, film, MostWhatIfs).Select(InWords)]);
    }

    /// <summary>Why a film is in the list, in one sentence.</summary>
    public string InOneSentence(int user, int film)
    {
        Explanation why = recommender.Explain(user, film);
        if (why.ByControl.Any(part => part.Control.Kind == TuningKind.Pin))
        {
            return "You pinned it.";
        }

        ControlContribution control = why.ByControl.DefaultIfEmpty().MaxBy(part => part.Amount);
        string raised = control.Amount > 0 ? $" Raised: {InWords(control.Control)}." : "";
        RatingContribution rating = why.ByRating.DefaultIfEmpty().MaxBy(part => part.Amount);
        if (rating.Amount <= 0)
        {
            return $"Most people like it.{raised}";
        }

        Contribution field = why.ByField.DefaultIfEmpty().MaxBy(part => part.Amount);
        string because = field.Amount > 0 ? $"For its {field.Name}, after" : "After";
        return FormattableString.Invariant($"{because} your {rating.Value:0.#} stars for {films[rating.Item].Title}.{raised}");
    }

    /// <summary>A control in words.</summary>
    public string InWords(TuningControl control) => sliders.InWords(control) ?? _writer.Write(control);

    // The page has its own words for the controls that its sliders set.
    private string InWords(Counterfactual change)
    {
        string words = _writer.Write(change);
        return change.Control is { } applied
            ? words.Replace(_writer.Write(applied.Control), $"\"{InWords(applied.Control)}\"", StringComparison.Ordinal)
            : words;
    }

    // The ratings of greatest weight, and all others as one part, so that the sum stays the same.
    private List<PartAnswer> ByRating(Explanation why)
    {
        RatingContribution[] ordered = [.. why.ByRating.OrderByDescending(part => Math.Abs(part.Amount)).ThenBy(part => part.Item)];
        List<PartAnswer> parts =
        [
            .. ordered.Take(MostRatings).Select(part => new PartAnswer(
                FormattableString.Invariant($"your {part.Value:0.#} for {films[part.Item].Title}"), part.Amount)),
        ];
        if (ordered.Length > MostRatings)
        {
            parts.Add(new PartAnswer($"{ordered.Length - MostRatings} other ratings", ordered.Skip(MostRatings).Sum(part => part.Amount)));
        }

        return parts;
    }
}
