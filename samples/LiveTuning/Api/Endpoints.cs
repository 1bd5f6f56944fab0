using LiveTuning.Audience;
using LiveTuning.Films;
using LiveTuning.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;

namespace LiveTuning.Api;

/// <summary>The JSON interface of the page.</summary>
internal static class Endpoints
{
    private const int MostFilmsOnAPage = 50;
    private const int LongestWords = 80;

    public static void MapApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder api = app.MapGroup("/api")
            .RequireRateLimiting(Limits.Policy)
            .AddEndpointFilter<AntiforgeryFilter>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        api.MapGet("/session", Session).WithSummary("The visitor, and what the page offers");
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
        api.MapPost("/undo", Undo).WithSummary("Undo the last action of the visitor");
        api.MapGet("/curve", (HttpContext http, Visitors visitors) => new CurveAnswer(visitors.StateOf(VisitorCookie.KeyOf(http)).Errors))
            .WithSummary("The visitor's own prediction errors, in order");
    }

    private static SessionAnswer Session(
        HttpContext http, Visitors visitors, FilmCatalog films, Sliders sliders, IAntiforgery antiforgery) =>
        new(
            antiforgery.GetAndStoreTokens(http).RequestToken!,
            visitors.StateOf(VisitorCookie.KeyOf(http)).Ratings.Count,
            films.Genres,
            sliders.Answers,
            Sliders.GreatestBoost);

    private static ForgottenAnswer ForgetMe(HttpContext http, Visitors visitors)
    {
        int count = visitors.ForgetVisitor(VisitorCookie.KeyOf(http));
        VisitorCookie.Clear(http);
        return new ForgottenAnswer(count);
    }

    private static Results<Ok<FilmsAnswer>, ValidationProblem> Films(
        HttpContext http,
        FilmCatalog films,
        Visitors visitors,
        string? words = null,
        string? genre = null,
        string shown = "popular",
        int offset = 0,
        int limit = 12)
    {
        if (words?.Length > LongestWords || offset < 0 || limit is < 1 or > MostFilmsOnAPage || shown is not ("popular" or "mine"))
        {
            return Invalid(
                "query", $"At most {LongestWords} characters, an offset from 0, a limit of 1 to {MostFilmsOnAPage}, popular or mine.");
        }

        IReadOnlyDictionary<int, float> ratings = visitors.StateOf(VisitorCookie.KeyOf(http)).Ratings;
        int[] found = [.. films.Find(words, genre).Where(film => shown == "popular" || ratings.ContainsKey(film))];
        return TypedResults.Ok(new FilmsAnswer(found.Length,
        [
            .. found.Skip(offset).Take(limit).Select(film => new FilmAnswer(
                film, films[film].Title, films[film].Year, films[film].Genres, ratings.TryGetValue(film, out float value) ? value : null)),
        ]));
    }

    private static Results<Ok<WhyAnswer>, NotFound> Explanation(
        int film, HttpContext http, FilmCatalog films, Lists lists, Reasons reasons) =>
        IsFilm(film, films) ? TypedResults.Ok(reasons.Explain(lists.UserOf(VisitorCookie.KeyOf(http)), film)) : TypedResults.NotFound();

    private static Results<NoContent, NotFound, ValidationProblem, ProblemHttpResult> Rate(
        int film, RatingRequest rating, HttpContext http, FilmCatalog films, Visitors visitors)
    {
        if (!IsFilm(film, films))
        {
            return TypedResults.NotFound();
        }

        RatingScale scale = films.Dataset.Scale;
        if (!scale.Contains(rating.Value) || scale.ValueOf(scale.LevelOf(rating.Value)) != rating.Value)
        {
            return Invalid(
                "value", FormattableString.Invariant($"A rating is {scale.Minimum} to {scale.Maximum} stars, in steps of {scale.Step}."));
        }

        try
        {
            visitors.Rate(VisitorCookie.KeyOf(http), film, rating.Value);
            return TypedResults.NoContent();
        }
        catch (VisitorLimitException exception)
        {
            return NoRoom(exception);
        }
    }

    private static Results<NoContent, NotFound> Unrate(int film, HttpContext http, Visitors visitors) =>
        visitors.Unrate(VisitorCookie.KeyOf(http), film) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static ControlsAnswer Controls(HttpContext http, Visitors visitors, Reasons reasons, Sliders sliders)
    {
        Guid key = VisitorCookie.KeyOf(http);
        IReadOnlyList<AppliedControl> controls = visitors.ControlsOf(key);
        return new ControlsAnswer(
            [.. controls.Select(applied => new ControlAnswer(applied.Id, reasons.InWords(applied.Control)))],
            [.. controls.Select(applied => sliders.StandOf(applied.Control)).OfType<SliderStandAnswer>()],
            visitors.StateOf(key).Undo);
    }

    private static Results<NoContent, ValidationProblem, ProblemHttpResult> Tune(
        ControlRequest request, HttpContext http, FilmCatalog films, Visitors visitors, Reasons reasons, Sliders sliders)
    {
        if (!double.IsFinite(request.Amount) || Math.Abs(request.Amount) > Sliders.GreatestBoost)
        {
            return Invalid("amount", $"A boost is -{Sliders.GreatestBoost} to {Sliders.GreatestBoost} stars.");
        }

        try
        {
            Guid key = VisitorCookie.KeyOf(http);
            switch (request.Kind)
            {
                case "mute" or "boost" when sliders.WordsOf(request.Slider) is { } slider:
                    TuningControl? set = sliders.ControlOf(request.Slider!, request.Kind == "mute" ? null : request.Amount);
                    string words = set is null ? $"{slider} reset" : reasons.InWords(set);
                    visitors.Tune(key, set, applied => sliders.StandOf(applied.Control)?.Id == request.Slider, words);
                    return TypedResults.NoContent();
                case "pin" or "ban" when request.Film is int film && IsFilm(film, films):
                    TuningControl control = request.Kind == "pin" ? TuningControl.Pin(film) : TuningControl.Ban(film);
                    visitors.Tune(key, control, applied => applied.Control.Item == film, reasons.InWords(control));
                    return TypedResults.NoContent();
                default:
                    return Invalid("kind", "A control mutes or boosts what a slider tunes, or pins or bans a film.");
            }
        }
        catch (ArgumentException exception)
        {
            return Invalid("control", exception.Message);
        }
        catch (VisitorLimitException exception)
        {
            return NoRoom(exception);
        }
    }

    private static Results<NoContent, NotFound> Release(int id, HttpContext http, Visitors visitors, Reasons reasons)
    {
        Guid key = VisitorCookie.KeyOf(http);
        foreach (AppliedControl control in visitors.ControlsOf(key))
        {
            if (control.Id == id)
            {
                visitors.Tune(key, null, applied => applied.Id == id, $"{reasons.InWords(control.Control)} taken back");
                return TypedResults.NoContent();
            }
        }

        return TypedResults.NotFound();
    }

    private static Results<Ok<UndoAnswer>, NotFound> Undo(HttpContext http, Visitors visitors) =>
        visitors.Undo(VisitorCookie.KeyOf(http)) is { } words ? TypedResults.Ok(new UndoAnswer(words)) : TypedResults.NotFound();

    private static bool IsFilm(int film, FilmCatalog films) => (uint)film < (uint)films.Count;

    private static ValidationProblem Invalid(string name, string reason) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [name] = [reason] }, detail: reason);

    private static ProblemHttpResult NoRoom(VisitorLimitException exception) =>
        TypedResults.Problem(exception.Message, statusCode: StatusCodes.Status409Conflict);
}
