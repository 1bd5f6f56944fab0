using System.Globalization;
using Spectre.Console;
using WeightlessNet.Datasets;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;

namespace MovieLensSample;

/// <summary>Recommends films to one user, explains the first one, and shows that a learned rating can be forgotten.</summary>
internal sealed class ExampleView
{
    private const int Wanted = 5;
    private const int ShownRatings = 5;

    private readonly IAnsiConsole _console;
    private readonly RatingDataset _dataset;
    private readonly WeightlessRecommender _recommender;
    private readonly int _user;

    private ExampleView(IAnsiConsole console, RatingDataset dataset, WeightlessRecommender recommender, int user)
    {
        _console = console;
        _dataset = dataset;
        _recommender = recommender;
        _user = user;
    }

    /// <summary>Writes the example for the user with the most ratings; the first one on a tie.</summary>
    public static void Write(IAnsiConsole console, RatingDataset dataset, ItemCatalog catalog, CancellationToken cancellation)
    {
        WeightlessRecommender recommender = new(catalog, dataset.Scale);
        int[] counts = new int[dataset.UserIds.Count];
        foreach (ref readonly Rating rating in dataset.Ratings.Span)
        {
            cancellation.ThrowIfCancellationRequested();
            recommender.Learn(rating);
            counts[rating.User]++;
        }

        new ExampleView(console, dataset, recommender, Array.IndexOf(counts, counts.Max())).Write(counts.Max());
    }

    private void Write(int ratingCount)
    {
        ScoredItem[] top = new ScoredItem[Wanted];
        top = top[.._recommender.Recommend(_user, top)];
        if (top.Length == 0)
        {
            return;
        }

        Table table = ReportConsole.BeginTable(
            _console,
            string.Create(
                CultureInfo.InvariantCulture, $"Recommended to user {_dataset.UserIds[_user]}, who rated {Count.Of(ratingCount, "film")}"),
            "film",
            "score");
        foreach (ScoredItem scored in top)
        {
            AddRow(table, TitleOf(scored.Item), Figures.Stars(scored.Score));
        }

        _console.Write(table);
        Explanation explanation = _recommender.Explain(_user, top[0].Item);
        WriteWhy(explanation);
        WriteForgetting(top);
    }

    private void WriteWhy(Explanation explanation)
    {
        Table fields = ReportConsole.BeginTable(_console, $"Why {TitleOf(explanation.Item)}? By the film's fields", "part", "adds");
        foreach (Contribution part in explanation.Base.Concat(explanation.ByField.OrderByDescending(field => Math.Abs(field.Amount))))
        {
            AddAmount(fields, part.Name, part.Amount);
        }

        double byField = explanation.Base.Sum(part => part.Amount) + explanation.ByField.Sum(part => part.Amount);
        AddSum(fields, byField, explanation.Score);
        _console.Write(fields);

        Table ratings = ReportConsole.BeginTable(_console, "The same score, by the user's past ratings", "part", "adds");
        double basis = explanation.Base.Sum(part => part.Amount);
        AddAmount(ratings, "everything except the personal network, as above", basis);
        RatingContribution[] ordered =
            [.. explanation.ByRating.OrderByDescending(rating => Math.Abs(rating.Amount)).ThenBy(rating => rating.Item)];
        foreach (RatingContribution rating in ordered.Take(ShownRatings))
        {
            AddAmount(
                ratings,
                string.Create(CultureInfo.InvariantCulture, $"{TitleOf(rating.Item)}, rated {rating.Value:0.0}"),
                rating.Amount);
        }

        if (ordered.Length > ShownRatings)
        {
            AddAmount(
                ratings,
                $"the other {Count.Of(ordered.Length - ShownRatings, "rating")}",
                ordered.Skip(ShownRatings).Sum(rating => rating.Amount));
        }

        AddSum(ratings, basis + ordered.Sum(rating => rating.Amount), explanation.Score);
        _console.Write(ratings);
    }

    private void WriteForgetting(ScoredItem[] top)
    {
        int item = top[0].Item;
        int disliked = top[^1].Item;
        double before = _recommender.Explain(_user, item).Score;
        double[] all = Predictions();
        _recommender.Learn(new Rating(_user, disliked, _dataset.Scale.Minimum));
        double learned = _recommender.Explain(_user, item).Score;
        _recommender.Forget(_user, disliked);
        double forgotten = _recommender.Explain(_user, item).Score;
        bool same = before.Equals(forgotten) && all.SequenceEqual(Predictions());

        _console.MarkupLine("[bold]What if the user disliked another film?[/]");
        Sentence($"Before, {TitleOf(item)} has {before:0.000000}.");
        Sentence($"The user rates {TitleOf(disliked)} {_dataset.Scale.Minimum:0.0}.");
        Sentence($"After learning that, the score is {learned:0.000000}.");
        Sentence($"The rating is forgotten: the score is {forgotten:0.000000}.");
        Sentence($"All {all.Length:N0} predictions for the user are {(same ? "what they were, to the last bit" : "NOT what they were")}.");
        _console.WriteLine();
    }

    private double[] Predictions() => [.. Enumerable.Range(0, _recommender.ItemCount).Select(item => _recommender.Predict(_user, item))];

    private void Sentence(FormattableString sentence) => _console.WriteLine("  " + sentence.ToString(CultureInfo.InvariantCulture));

    private static void AddAmount(Table table, string name, double amount) =>
        AddRow(table, name, Figures.SignedStars(amount));

    private static void AddRow(Table table, string name, string figure) =>
        table.AddRow(ReportConsole.Cell(name, isBest: false), ReportConsole.Cell(figure, isBest: false));

    private static void AddSum(Table table, double sum, double score) =>
        table.AddRow(
            new Markup(sum == score ? "[bold]sum = the score, exactly[/]" : "[bold red]the sum is NOT the score[/]"),
            new Markup($"[bold]{Figures.SignedStars(sum)}[/]"));

    private string TitleOf(int item)
    {
        Movie movie = _dataset.Movies[item];
        string title = movie.Title.Length > 0 ? movie.Title : string.Create(CultureInfo.InvariantCulture, $"film {movie.Id}");
        return movie.Year is int year ? string.Create(CultureInfo.InvariantCulture, $"{title} ({year})") : title;
    }
}
