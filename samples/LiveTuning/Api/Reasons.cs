using System.Globalization;
using LiveTuning.Audience;
using LiveTuning.Films;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;

namespace LiveTuning.Api;

/// <summary>Why a film has its score, and what would change it.</summary>
internal sealed class Reasons(Recommender<string, Film> recommender, Sliders sliders, WhatIfs whatIfs)
{
    private const int MostRatings = 12;

    /// <summary>Splits a score into parts.</summary>
    /// <param name="key">The visitor.</param>
    /// <param name="film">The film.</param>
    /// <param name="cancellationToken">Cancels what would change the score.</param>
    public async Task<WhyAnswer> ExplainAsync(string key, Film film, CancellationToken cancellationToken)
    {
        Explanation why = recommender.Explain(key, film);
        IReadOnlyList<Counterfactual> changes = await whatIfs.OfAsync(key, film, why, cancellationToken);
        return new WhyAnswer(
            film.Id,
            film.Title,
            why.Score,
            InOneSentence(recommender.Why(why)),
            [.. why.Base.Select(part => new PartAnswer(OfEverybody(part), part.Amount))],
            [.. why.ByField.Select(part => new PartAnswer(OfTheFilm(part), part.Amount))],
            ByRating(why),
            [.. why.ByControl.Select(part => new PartAnswer(InWords(part.Control), part.Amount))],
            [.. changes.Select(change => InWords(change, film))]);
    }

    /// <summary>A reason as a sentence of its own.</summary>
    public static string InOneSentence(string reason) => $"{WithCapital(reason)}.";

    /// <summary>A control in words.</summary>
    public string InWords(TuningControl control) => sliders.InWords(control) ?? control switch
    {
        { Kind: TuningKind.Pin, Item: int film } => $"{recommender.NameOf(film)} pinned",
        { Kind: TuningKind.Ban, Item: int film } => $"{recommender.NameOf(film)} banned",
        _ => $"{control.Kind} by an earlier slider",
    };

    private static string WithCapital(string words) => $"{char.ToUpperInvariant(words[0])}{words.AsSpan(1)}";

    private static string InStars(float value) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {(value == 1 ? "star" : "stars")}");

    private static string OfEverybody(Contribution part) => part.Kind switch
    {
        ContributionKind.UserLevel => "Your own level",
        ContributionKind.Crowd => "How high most people rate it",
        ContributionKind.Popularity => "What most people like",
        ContributionKind.Central => $"People with your taste ({part.Name})",
        _ => WithCapital(part.Name),
    };

    private static string OfTheFilm(Contribution part) => (part.Kind, part.Name) switch
    {
        (ContributionKind.CrowdRating, _) => "How high most people rate it",
        (ContributionKind.CrowdPopularity, _) => "How many people rate it",
        (ContributionKind.Audience, _) => "Its audience: who else likes it",
        (_, FilmCatalog.Genre) => "Its genres",
        (_, FilmCatalog.Year) => "Its year",
        (_, FilmCatalog.Popularity) => "How well known it is",
        _ => WithCapital(part.Name),
    };

    private string InWords(Counterfactual change, Film film)
    {
        string cause = change switch
        {
            { Rating: { } rating } => $"your {InStars(rating.Value)} for {recommender.NameOf(rating.Item)}",
            { Control: { } control } => $"your control \"{InWords(control.Control)}\"",
            _ => "it",
        };
        return (change.Now.Rank, change.Then.Rank) switch
        {
            (int now, int then) when now == then => $"Without {cause}, {film.Title} would stay number {now}.",
            (int now, int then) => $"Without {cause}, {film.Title} would be number {then} instead of {now}.",
            (int now, null) => $"Without {cause}, {film.Title} would not be shown instead of being number {now}.",
            (null, int then) => $"Without {cause}, {film.Title} would be number {then}.",
            _ => $"Without {cause}, {film.Title} would still not be shown.",
        };
    }

    // The ratings of greatest weight, and all others as one part, so that the sum stays the same.
    private List<PartAnswer> ByRating(Explanation why)
    {
        RatingContribution[] ordered = [.. why.ByRating.OrderByDescending(part => Math.Abs(part.Amount)).ThenBy(part => part.Item)];
        List<PartAnswer> parts =
        [
            .. ordered.Take(MostRatings).Select(part => new PartAnswer(
                $"Your {InStars(part.Value)} for {recommender.NameOf(part.Item)}", part.Amount)),
        ];
        if (ordered.Length > MostRatings)
        {
            int others = ordered.Length - MostRatings;
            parts.Add(new PartAnswer(
                others == 1 ? "1 other rating" : $"{others} other ratings", ordered.Skip(MostRatings).Sum(part => part.Amount)));
        }

        return parts;
    }
}
