using System.Diagnostics;
using LiveTuning.Audience;
using LiveTuning.Films;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Recommenders.Weightless;

namespace LiveTuning.Api;

/// <summary>The lists of recommendations: the visitor's own, and three side by side.</summary>
internal sealed class Lists(
    FilmCatalog films,
    TunableRecommender tunable,
    HybridRecommender hybrid,
    [FromKeyedServices(Ensemble.Personal)] WeightlessRecommender personal,
    Visitors visitors,
    Reasons reasons)
{
    private const int Length = 20;
    private const int LengthSideBySide = 10;

    /// <summary>The id of no user: a visitor without any action is answered as unknown.</summary>
    private const int Nobody = int.MaxValue;

    /// <summary>The best films for a visitor, under their controls.</summary>
    public RankingAnswer Recommend(Guid key)
    {
        int user = UserOf(key);
        IReadOnlyList<AppliedControl> controls = tunable.ControlsOf(user);
        ScoredItem[] found = new ScoredItem[Math.Min(Length, films.Count)];
        long start = Stopwatch.GetTimestamp();
        int count = tunable.Recommend(user, found);
        TimeSpan rankTime = Stopwatch.GetElapsedTime(start);
        return new RankingAnswer(
            visitors.StateOf(key).LearnTime?.TotalMicroseconds,
            rankTime.TotalMicroseconds,
            films.Count,
            [.. found.Take(count).Select(item => Ranked(item, reasons.InOneSentence(user, item.Item), PinOf(controls, item.Item)))]);
    }

    /// <summary>
    /// The recommendations of the central model, of the visitor's network, and of both together, without the visitor's controls.
    /// </summary>
    public IReadOnlyList<ListAnswer> Compare(Guid key)
    {
        int user = UserOf(key);
        return
        [
            new ListAnswer(
                "central", "Central model only", "Matrix factorization, trained on all viewers in batches.",
                Best(found => Central(key, user, found))),
            new ListAnswer(
                "personal", "Personal only", "Your network, on top of each film's mean rating.",
                Best(found => personal.Recommend(user, found))),
            new ListAnswer("hybrid", "Hybrid", "Your network, on top of the central model.", Best(found => hybrid.Recommend(user, found))),
        ];
    }

    /// <summary>The dense id of a visitor.</summary>
    public int UserOf(Guid key) => visitors.UserOf(key) ?? Nobody;

    private int Central(Guid key, int user, ScoredItem[] found)
    {
        if (hybrid.Central is not { } central)
        {
            return 0;
        }

        IReadOnlyDictionary<int, float> rated = visitors.StateOf(key).Ratings;
        ScoredItem[] best =
        [
            .. Enumerable.Range(0, films.Count)
                .Where(film => !rated.ContainsKey(film))
                .Select(film => new ScoredItem(film, central.Predict(user, film)))
                .OrderByDescending(item => item.Score).ThenBy(item => item.Item)
                .Take(found.Length),
        ];
        best.CopyTo(found, 0);
        return best.Length;
    }

    private List<RankedAnswer> Best(Func<ScoredItem[], int> recommend)
    {
        ScoredItem[] found = new ScoredItem[Math.Min(LengthSideBySide, films.Count)];
        int count = recommend(found);
        return [.. found.Take(count).Select(item => Ranked(item, "", null))];
    }

    private RankedAnswer Ranked(ScoredItem item, string reason, int? pinned) => new(
        item.Item, films[item.Item].Title, films[item.Item].Year, films[item.Item].Genres, item.Score, reason, pinned);

    private static int? PinOf(IReadOnlyList<AppliedControl> controls, int film)
    {
        foreach (AppliedControl applied in controls)
        {
            if (applied.Control.Kind == TuningKind.Pin && applied.Control.Item == film)
            {
                return applied.Id;
            }
        }

        return null;
    }
}
