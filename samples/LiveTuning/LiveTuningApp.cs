using LiveTuning.Api;
using LiveTuning.Audience;
using LiveTuning.Films;
using LiveTuning.Web;
using Microsoft.AspNetCore.DataProtection;
using WeightlessNet.Datasets;
using WeightlessNet.DependencyInjection;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Serving;

namespace LiveTuning;

/// <summary>Assembles the application.</summary>
internal static class LiveTuningApp
{
    private const string DefaultAddress = "http://127.0.0.1:5080";
    private const string LocalNames = "localhost;127.0.0.1;[::1]";

    /// <exception cref="InvalidDataException">The data or the state is malformed.</exception>
    /// <exception cref="IOException">The data or the state cannot be read, or another process has the state open.</exception>
    public static WebApplication Create(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        // Against DNS rebinding: a foreign host name that points to this machine gets no answer.
        if (string.IsNullOrEmpty(builder.Configuration["AllowedHosts"]))
        {
            builder.Configuration["AllowedHosts"] = LocalNames;
        }

        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = Limits.LargestRequestBytes;
        });
        string state = Path.GetFullPath(builder.Configuration["state"] ?? DefaultState());
        Directory.CreateDirectory(state);
        AddRecommenders(builder.Services, new FilmCatalog(FilmData.Load(builder.Configuration["data"])), state);
        AddWeb(builder, state);

        WebApplication app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSecurityHeaders();
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = context => context.Context.Response.Headers.CacheControl = "no-cache",
        });
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/api"),
            api => api.UseMiddleware<VisitorCookie>());
        app.UseRateLimiter();
        app.MapApi();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapHealthChecks("/health");

        // An error in the stored state shows at the start, not at the first request.
        app.Services.GetRequiredService<Visitors>();
        return app;
    }

    private static void AddRecommenders(IServiceCollection services, FilmCatalog films, string state)
    {
        RatingScale scale = films.Dataset.Scale;
        services.AddSingleton(films);
        services.AddSingleton(TimeProvider.System);
        services.AddWeightlessNet()
            .AddRecommender(_ => Hybrid(films))
            .AddRecommender(Ensemble.Personal, _ => Taught(new WeightlessRecommender(films.Items, scale), films.Dataset));
        services.AddSingleton(provider =>
            new TunableRecommender(provider.GetRequiredService<HybridRecommender>(), films.Items));
        services.AddSingleton(_ => RatingJournal.Open(Path.Combine(state, $"visitors-{films.Fingerprint}.journal"), films.Count, scale));
        services.AddSingleton<Ensemble>();
        services.AddSingleton<Visitors>();
        services.AddSingleton<Sliders>();
        services.AddSingleton<Lists>();
        services.AddSingleton<Reasons>();
    }

    // The central model is trained on the dataset's viewers only. It contains no visitor's ratings, so forgetting is exact at once and
    // everywhere. The networks learn the same ratings, so the weights must come from predictions for ratings that were held out.
    private static HybridRecommender Hybrid(FilmCatalog films)
    {
        RatingScale scale = films.Dataset.Scale;
        var central = CentralModel.Fit(() => new MatrixFactorizationRecommender(films.Count, scale), films.Dataset.Ratings.Span);
        HybridRecommender hybrid = Taught(new HybridRecommender(films.Items, scale), films.Dataset);
        hybrid.Replace(central);
        return hybrid;
    }

    private static TRecommender Taught<TRecommender>(TRecommender recommender, RatingDataset dataset)
        where TRecommender : IRecommender
    {
        foreach (ref readonly Rating rating in dataset.Ratings.Span)
        {
            recommender.Learn(rating);
        }

        return recommender;
    }

    private static void AddWeb(WebApplicationBuilder builder, string state)
    {
        IServiceCollection services = builder.Services;
        services.AddDataProtection()
            .SetApplicationName("WeightlessNet.LiveTuning")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(state, "keys")));
        services.AddSingleton<VisitorCookie>();
        services.AddAntiforgery(options =>
        {
            options.HeaderName = "X-CSRF-TOKEN";
            options.Cookie.Name = "antiforgery";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
        services.AddLimits(builder.Configuration);
        services.AddProblemDetails();
        services.AddOpenApi();
        services.AddHealthChecks();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.Logging.ClearProviders().AddJsonConsole(options => options.TimestampFormat = "O");
    }

    private static string DefaultState()
    {
        string root = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return root.Length > 0
            ? Path.Combine(root, "WeightlessNet", "live-tuning")
            : throw new IOException("This account has no folder for application data; name a folder with --state DIR.");
    }
}
