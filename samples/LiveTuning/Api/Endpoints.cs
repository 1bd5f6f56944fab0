using LiveTuning.Audience;
using LiveTuning.Films;
using LiveTuning.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;

namespace LiveTuning.Api;

/// <summary>The JSON interface of the page.</summary>
internal static class Endpoints
{
    private const int MostFilmsOnAPage = 50;
    private const int LongestWords = 80;

    // How long "Forget me" waits for the files before it answers that they are not rewritten yet.
    private static readonly TimeSpan ErasureWait = TimeSpan.FromSeconds(2);

    public static void MapApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder api = app.MapGroup("/api")
            .AddEndpointFilter<TokenFilter>()
            .AddEndpointFilter<FailureFilter>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapGet("/session", Session).WithSummary("The visitor, and what the page offers");
        api.MapDelete("/session", ForgetMe).WithSummary("Forget everything about the visitor");
        api.MapGet("/films", Films).WithSummary("Films by title, genre and popularity, or the visitor's own");
        api.MapGet("/films/{film:int}/explanation", Explanation)
            .AddEndpointFilter<PriceFilter>()
            .WithSummary("Why a film has its score");
        api.MapGet("/films/{film:int}/network", Network)
            .AddEndpointFilter<PriceFilter>()
            .WithSummary("The visitor's own network at a film, cell by cell");
        api.MapPut("/ratings/{film:int}", Rate).WithSummary("Rate a film");
        api.MapDelete("/ratings/{film:int}", Unrate).WithSummary("Take a rating back");
        api.MapGet("/recommendations", (HttpContext http, VisitorCookie cookie, Lists lists) => lists.Recommend(cookie.GuestOf(http).Key))
            .AddEndpointFilter<PriceFilter>()
            .WithSummary("The best films for the visitor");
        api.MapGet(
                "/recommendations/compare",
                (HttpContext http, VisitorCookie cookie, Lists lists) => lists.Compare(cookie.GuestOf(http).Key))
            .AddEndpointFilter<PriceFilter>()
            .WithSummary("What everybody likes, predicted ratings and the visitor's list side by side");
        api.MapGet("/controls", Controls).WithSummary("The controls in force");
        api.MapPost("/controls", Tune).WithSummary("Put a control in force");
        api.MapDelete("/controls/{id:int}", Release).WithSummary("Take a control back");
        api.MapPost("/undo", Undo).WithSummary("Undo the last action of the visitor");
        api.MapGet(
                "/curve",
                (HttpContext http, VisitorCookie cookie, Visitors visitors) =>
                    new CurveAnswer(visitors.StateOf(cookie.GuestOf(http).Key).Errors))
            .WithSummary("The visitor's own prediction errors, in order");
    }

    private static SessionAnswer Session(
        HttpContext http, VisitorCookie cookie, Recommender<string, Film> recommender, FilmCatalog films, FilmBits bits, Sliders sliders) =>
        new(
            cookie.SignIn(http),
            recommender.RatingsOf(cookie.GuestOf(http).Key).Count,
            films.Genres,
            bits.Names,
            sliders.Answers,
            Sliders.GreatestBoost);

    private static async Task<ForgottenAnswer> ForgetMe(HttpContext http, VisitorCookie cookie, Visitors visitors)
    {
        Forgotten forgotten = await visitors.ForgetAsync(cookie.GuestOf(http));
        VisitorCookie.Clear(http);

        // A visitor who is not known has nothing to be erased.
        Task erased = forgotten.Erased ?? Task.CompletedTask;
        await Task.WhenAny(erased, Task.Delay(ErasureWait, http.RequestAborted));
        return new ForgottenAnswer(forgotten.Ratings, erased.IsCompletedSuccessfully);
    }

    private static Results<Ok<FilmsAnswer>, ValidationProblem> Films(
        HttpContext http,
        VisitorCookie cookie,
        FilmCatalog films,
        FilmBits bits,
        Recommender<string, Film> recommender,
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

        Dictionary<int, float> ratings = recommender.RatingsOf(cookie.GuestOf(http).Key)
            .ToDictionary(rating => rating.Item.Id, rating => rating.Value);
        Film[] found = [.. films.Find(words, genre).Where(film => shown == "popular" || ratings.ContainsKey(film.Id))];
        return TypedResults.Ok(new FilmsAnswer(found.Length,
        [
            .. found.Skip(offset).Take(limit).Select(film => new FilmAnswer(
                film.Id,
                film.Title,
                film.Year,
                film.Genres,
                bits.Of(film),
                ratings.TryGetValue(film.Id, out float value) ? value : null)),
        ]));
    }

    private static async Task<Results<Ok<WhyAnswer>, NotFound>> Explanation(
        int film, HttpContext http, VisitorCookie cookie, FilmCatalog films, Reasons reasons) =>
        films.Find(film) is { } found
            ? TypedResults.Ok(await reasons.ExplainAsync(cookie.GuestOf(http).Key, found, http.RequestAborted))
            : TypedResults.NotFound();

    private static Results<Ok<NetworkAnswer>, NotFound> Network(
        int film, HttpContext http, VisitorCookie cookie, FilmCatalog films, NetworkViews networks) =>
        films.Find(film) is { } found ? TypedResults.Ok(networks.Of(cookie.GuestOf(http).Key, found)) : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound, ValidationProblem>> Rate(
        int film, RatingRequest rating, HttpContext http, VisitorCookie cookie, FilmCatalog films, Visitors visitors)
    {
        if (films.Find(film) is not { } rated)
        {
            return TypedResults.NotFound();
        }

        RatingScale scale = films.Scale;
        if (!scale.Contains(rating.Value) || scale.ValueOf(scale.LevelOf(rating.Value)) != rating.Value)
        {
            return Invalid(
                "value", FormattableString.Invariant($"A rating is {scale.Minimum} to {scale.Maximum} stars, in steps of {scale.Step}."));
        }

        await visitors.RateAsync(cookie.GuestOf(http), rated, rating.Value);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, NotFound>> Unrate(
        int film, HttpContext http, VisitorCookie cookie, FilmCatalog films, Visitors visitors) =>
        films.Find(film) is { } rated && await visitors.UnrateAsync(cookie.GuestOf(http), rated)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();

    private static ControlsAnswer Controls(
        HttpContext http, VisitorCookie cookie, Recommender<string, Film> recommender, Visitors visitors, Reasons reasons, Sliders sliders)
    {
        string key = cookie.GuestOf(http).Key;
        IReadOnlyList<TuningControl> controls = recommender.ControlsOf(key);
        return new ControlsAnswer(
            [.. controls.Select(control => new ControlAnswer(ControlChanges.IdOf(control), reasons.InWords(control)))],
            [.. controls.Select(sliders.StandOf).OfType<SliderStandAnswer>()],
            visitors.StateOf(key).Undo);
    }

    private static async Task<Results<NoContent, ValidationProblem>> Tune(
        ControlRequest request,
        HttpContext http,
        VisitorCookie cookie,
        FilmCatalog films,
        Recommender<string, Film> recommender,
        Visitors visitors,
        Reasons reasons,
        Sliders sliders)
    {
        if (!double.IsFinite(request.Amount) || Math.Abs(request.Amount) > Sliders.GreatestBoost)
        {
            return Invalid("amount", $"A boost is -{Sliders.GreatestBoost} to {Sliders.GreatestBoost} points.");
        }

        try
        {
            Guest guest = cookie.GuestOf(http);
            switch (request.Kind)
            {
                case "mute" or "boost" when sliders.WordsOf(request.Slider) is { } slider:
                    TuningControl? set = sliders.ControlOf(request.Slider!, request.Kind == "mute" ? null : request.Amount);
                    string words = set is null ? $"{slider} reset" : reasons.InWords(set);
                    await visitors.TuneAsync(guest, set, present => sliders.StandOf(present)?.Id == request.Slider, words);
                    return TypedResults.NoContent();
                case "pin" or "ban" when request.Film is int id && films.Find(id) is { } film:
                    _ = recommender.TryGetItemId(film, out int item);
                    TuningControl control = request.Kind == "pin" ? TuningControl.Pin(item) : TuningControl.Ban(item);
                    await visitors.TuneAsync(guest, control, present => present.Item == item, reasons.InWords(control));
                    return TypedResults.NoContent();
                default:
                    return Invalid("kind", "A control mutes or boosts what a slider tunes, or pins or bans a film.");
            }
        }
        catch (ArgumentException exception)
        {
            return Invalid("control", exception.Message);
        }
    }

    private static async Task<Results<NoContent, NotFound>> Release(
        int id, HttpContext http, VisitorCookie cookie, Recommender<string, Film> recommender, Visitors visitors, Reasons reasons)
    {
        Guest guest = cookie.GuestOf(http);
        TuningControl? control = recommender.ControlsOf(guest.Key).FirstOrDefault(control => ControlChanges.IdOf(control) == id);
        return control is not null
            && await visitors.TuneAsync(guest, null, control.Equals, $"{reasons.InWords(control)} taken back")
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<UndoAnswer>, NotFound>> Undo(HttpContext http, VisitorCookie cookie, Visitors visitors) =>
        await visitors.UndoAsync(cookie.GuestOf(http)) is { } words ? TypedResults.Ok(new UndoAnswer(words)) : TypedResults.NotFound();

    private static ValidationProblem Invalid(string name, string reason) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [name] = [reason] }, detail: reason);
}
