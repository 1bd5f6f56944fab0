using System.Diagnostics;
using LiveTuning.Audience;
using LiveTuning.Films;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;

namespace LiveTuning.Api;

/// <summary>The lists of films: the visitor's own, and three side by side.</summary>
internal sealed class Lists(FilmCatalog films, FilmBits bits, Recommender<string, Film> recommender, Visitors visitors)
{
    private const int Length = 20;
    private const int LengthSideBySide = 10;

    // No user has this key.
    private const string Nobody = "";

    /// <summary>The best films for a visitor, under their controls.</summary>
    public RankingAnswer Recommend(string key)
    {
        Dictionary<int, int> pins = PinsOf(key);
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<Suggestion<Film>> found = recommender.Recommend(key, Length);
        TimeSpan rankTime = Stopwatch.GetElapsedTime(start);
        return new RankingAnswer(
            visitors.StateOf(key).LearnTime?.TotalMicroseconds,
            rankTime.TotalMicroseconds,
            films.All.Count,
            [
                .. found.Select(one => Ranked(
                    one.Item, one.Score, Reasons.InOneSentence(one.Why), pins.TryGetValue(one.Item.Id, out int pin) ? pin : null)),
            ]);
    }

    /// <summary>What everybody likes, the visitor's best predicted ratings, and the visitor's own list.</summary>
    public IReadOnlyList<ListAnswer> Compare(string key)
    {
        Film[] rated = [.. recommender.RatingsOf(key).Select(rating => rating.Item)];
        return
        [
            new ListAnswer(
                "everybody", "Everybody", "What the recommender shows to somebody it knows nothing of.",
                InOrder(recommender.Recommend(Nobody, LengthSideBySide, except: rated))),
            new ListAnswer(
                "predicted", "Predicted stars", "The films that you would rate highest, in stars, whether or not you would pick them.",
                Predicted(key, rated)),
            new ListAnswer(
                "yours", "Your list", "What you are likely to pick and like, under your controls.",
                InOrder(recommender.Recommend(key, LengthSideBySide))),
        ];
    }

    private List<RankedAnswer> Predicted(string key, Film[] rated) =>
    [
        .. films.All.Except(rated)
            .Select(film => (Film: film, Stars: recommender.Predict(key, film)))
            .OrderByDescending(one => one.Stars).ThenBy(one => one.Film.Id)
            .Take(LengthSideBySide)
            .Select(one => Ranked(one.Film, one.Stars, "", null)),
    ];

    private List<RankedAnswer> InOrder(IReadOnlyList<Suggestion<Film>> list) =>
        [.. list.Select(one => Ranked(one.Item, one.Score, "", null))];

    private RankedAnswer Ranked(Film film, double score, string reason, int? pinned) =>
        new(film.Id, film.Title, film.Year, film.Genres, bits.Of(film), score, reason, pinned);

    // The ids of the controls that pin films, by film.
    private Dictionary<int, int> PinsOf(string key) => recommender.ControlsOf(key)
        .Where(control => control.Kind == TuningKind.Pin)
        .ToDictionary(control => recommender.ItemOf(control.Item!.Value).Id, ControlChanges.IdOf);
}
