using LiveTuning.Films;
using WeightlessNet.Recommenders;

namespace LiveTuning.Api;

/// <summary>Why a film has its score, and what would change it.</summary>
internal sealed class Reasons(FilmCatalogue films, TunableRecommender recommender)
{
    private const int MostRatings = 12;
    private const int MostWhatIfs = 4;

    private readonly ExplanationWriter _writer = new(films.Items, film => films[film].Title);

    public WhyAnswer Explain(int user, int film)
    {
        Explanation why = recommender.Explain(user, film);
        return new WhyAnswer(
            film,
            films[film].Title,
            why.Score,
            _writer.Write(why),
            Parts(why.Base),
            Parts(why.ByField),
            ByRating(why),
            [.. why.ByControl.Select(part => new PartAnswer(_writer.Write(part.Control), part.Amount))],
            [.. recommender.WhatWouldChange(user, film, MostWhatIfs).Select(_writer.Write)]);
    }

    public string InWords(TuningControl control) => _writer.Write(control);

    private static List<PartAnswer> Parts(IReadOnlyList<Contribution> parts) =>
        [.. parts.Select(part => new PartAnswer(part.Name, part.Amount))];

    // The weightiest ratings, and all others as one part, so that the sum stays what it is.
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
