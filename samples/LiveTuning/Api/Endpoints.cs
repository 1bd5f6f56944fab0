using LiveTuning.Audience;
using LiveTuning.Films;
using LiveTuning.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using WeightlessNet.Recommenders;

namespace LiveTuning.Api;

/// <summary>The JSON interface of the page.</summary>
internal static class Endpoints
{
    private const int MostFilmsOnAPage = 50;
    private const int LongestWords = 80;
    private const double GreatestBoost = 4;

    public static void MapApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder api = app.MapGroup("/api").RequireRateLimiting(Limits.Policy).AddEndpointFilter<AntiforgeryFilter>();
        api.MapGet("/session", Session).WithSummary("Who is asking, and what the page offers");
        api.MapDelete("/session", ForgetMe).WithSummary("Forget everything about the visitor");
        api.MapGet("/films", Films).WithSummary("Films by title, genre and popularity, or the visitor's own");
        api.MapGet("/films/{film:int}/explanation", Explanation).WithSummary("Why a film has its score");
        api.MapPut("/ratings/{film:int}", Rate).WithSummary("Rate a film");
        api.MapDelete("/ratings/{film:int}", Unrate).WithSummary("Take a rating back");
        api.MapGet("/recommendations", (HttpContext http, Lists lists) => lists.Recommend(VisitorCookie.KeyOf(http)))
            .WithSummary("The best films for the visitor");
        api.MapGet("/recommendations/compare", (HttpContext http, Lists lists) => lists.Compare(VisitorCookie.KeyOf(http)))
            .WithSummary("Central model, personal network and hybrid side by side");
        api.MapGet("/controls", Controls).WithSummary("The controls in force");
        api.MapPost("/controls", Tune).WithSummary("Put a control in force");
        api.MapDelete("/controls/{id:int}", Release).WithSummary("Take a control back");
        api.MapPost("/undo", Undo).WithSummary("Undo the last thing that the visitor did");
        api.MapGet("/curve", (HttpContext http, Visitors visitors) => new CurveAnswer(visitors.StateOf(VisitorCookie.KeyOf(http)).Errors))
            .WithSummary("The visitor's own prediction errors, in order");
    }

    private static SessionAnswer Session(HttpContext http, Visitors visitors, FilmCatalogue films, TunableRecommender recommender, IAntiforgery antiforgery) =>
        new(
            antiforgery.GetAndStoreTokens(http).RequestToken!,
            visitors.StateOf(VisitorCookie.KeyOf(http)).Ratings.Count,
            films.Genres,
            Sliders.ChoicesOf(recommender));

    private static ForgottenAnswer ForgetMe(HttpContext http, Visitors visitors)
    {
        int count = visitors.ForgetVisitor(VisitorCookie.KeyOf(http));
        VisitorCookie.Clear(http);
        return new ForgottenAnswer(count);
    }

    private static Results<Ok<FilmsAnswer>, ValidationProblem> Films(
        HttpContext http, FilmCatalogue films, Visitors visitors, string? words = null, string? genre = null, string shown = "popular", int offset = 0, int limit = 12)
    {
        if (words?.Length > LongestWords || offset < 0 || limit is < 1 or > MostFilmsOnAPage || shown is not ("popular" or "mine"))
        {
            return Invalid("query", $"Up to {LongestWords} characters, an offset from 0, 1 to {MostFilmsOnAPage} films, shown is popular or mine.");
        }

        IReadOnlyDictionary<int, float> ratings = visitors.StateOf(VisitorCookie.KeyOf(http)).Ratings;
        int[] found = [.. films.Find(words, genre).Where(film => shown == "popular" || ratings.ContainsKey(film))];
        return TypedResults.Ok(new FilmsAnswer(found.Length,
        [
            .. found.Skip(offset).Take(limit).Select(film => new FilmAnswer(
                film, films[film].Title, films[film].Year, films[film].Genres, ratings.TryGetValue(film, out float value) ? value : null)),
        ]));
    }

    private static Results<Ok<WhyAnswer>, NotFound> Explanation(int film, HttpContext http, FilmCatalogue films, Lists lists, Reasons reasons) =>
        IsFilm(film, films) ? TypedResults.Ok(reasons.Explain(lists.UserOf(VisitorCookie.KeyOf(http)), film)) : TypedResults.NotFound();

    private static Results<NoContent, NotFound, ValidationProblem> Rate(int film, RatingRequest rating, HttpContext http, FilmCatalogue films, Visitors visitors)
    {
        if (!IsFilm(film, films))
        {
            return TypedResults.NotFound();
        }

        RatingScale scale = films.Dataset.Scale;
        if (!scale.Contains(rating.Value))
        {
            return Invalid("value", $"A rating is {scale.Minimum} to {scale.Maximum} stars.");
        }

        visitors.Rate(VisitorCookie.KeyOf(http), film, rating.Value);
        return TypedResults.NoContent();
    }

    private static Results<NoContent, NotFound> Unrate(int film, HttpContext http, Visitors visitors) =>
        visitors.Unrate(VisitorCookie.KeyOf(http), film) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static ControlsAnswer Controls(HttpContext http, Visitors visitors, Reasons reasons, TunableRecommender recommender)
    {
        Guid key = VisitorCookie.KeyOf(http);
        IReadOnlyList<AppliedControl> controls = visitors.ControlsOf(key);
        return new ControlsAnswer(
            [.. controls.Select(applied => new ControlAnswer(applied.Id, reasons.InWords(applied.Control)))],
            [.. controls.Select(applied => Sliders.StandOf(applied.Control, recommender)).OfType<SliderAnswer>()],
            visitors.StateOf(key).Undo);
    }

    private static Results<NoContent, ValidationProblem> Tune(ControlRequest request, HttpContext http, FilmCatalogue films, Visitors visitors, Reasons reasons, TunableRecommender recommender)
    {
        if (!double.IsFinite(request.Amount) || Math.Abs(request.Amount) > GreatestBoost)
        {
            return Invalid("amount", $"A boost is -{GreatestBoost} to {GreatestBoost} stars.");
        }

        TuningControl? control;
        Func<AppliedControl, bool> replaced;
        switch (request.Kind)
        {
            case "mute" or "boost" when request.Field is { } field:
                control = Sliders.ControlOf(request, recommender);
                replaced = applied => Sliders.StandOf(applied.Control, recommender) is { } stand
                    && stand.Field == field && stand.Value == request.Value;
                break;
            case "pin" or "ban" when request.Film is int film && IsFilm(film, films):
                control = request.Kind == "pin" ? TuningControl.Pin(film) : TuningControl.Ban(film);
                replaced = applied => applied.Control.Item == film;
                break;
            default:
                return Invalid("kind", "A control mutes or boosts a field, or pins or bans a film.");
        }

        string words = control is null ? $"{request.Field} {request.Value} as it is" : reasons.InWords(control);
        try
        {
            visitors.Tune(VisitorCookie.KeyOf(http), control, replaced, words);
        }
        catch (ArgumentException exception)
        {
            return Invalid("control", exception.Message);
        }

        return TypedResults.NoContent();
    }

    private static Results<NoContent, NotFound> Release(int id, HttpContext http, Visitors visitors, Reasons reasons)
    {
        Guid key = VisitorCookie.KeyOf(http);
        foreach (AppliedControl applied in visitors.ControlsOf(key))
        {
            if (applied.Id == id)
            {
                visitors.Tune(key, null, other => other.Id == id, $"{reasons.InWords(applied.Control)} taken back");
                return TypedResults.NoContent();
            }
        }

        return TypedResults.NotFound();
    }

    private static Results<Ok<UndoAnswer>, NotFound> Undo(HttpContext http, Visitors visitors) =>
        visitors.Undo(VisitorCookie.KeyOf(http)) is { } words ? TypedResults.Ok(new UndoAnswer(words)) : TypedResults.NotFound();

    private static bool IsFilm(int film, FilmCatalogue films) => (uint)film < (uint)films.Count;

    private static ValidationProblem Invalid(string name, string reason) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [name] = [reason] }, detail: reason);
}
