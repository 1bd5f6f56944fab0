using LiveTuning.Api;
using LiveTuning.Audience;
using LiveTuning.Films;
using LiveTuning.Web;
using Microsoft.AspNetCore.DataProtection;
using WeightlessNet.Datasets;
using WeightlessNet.DependencyInjection;
using WeightlessNet.Recommenders;

namespace LiveTuning;

/// <summary>Puts the application together.</summary>
internal static class LiveTuningApp
{
    private const string DefaultAddress = "http://127.0.0.1:5080";
    private const string Central = "central";

    /// <exception cref="InvalidDataException">The data or the state is not what it should be.</exception>
    /// <exception cref="IOException">The data or the state cannot be read, or another process has the state open.</exception>
    public static WebApplication Create(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args, ContentRootPath = AppContext.BaseDirectory,
        });
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = Limits.LargestRequestBytes;
        });
        string state = Path.GetFullPath(builder.Configuration["state"] ?? DefaultState());
        Directory.CreateDirectory(state);
        AddRecommenders(builder.Services, new FilmCatalogue(FilmData.Load(builder.Configuration["data"])), state);
        AddWeb(builder, state);

        WebApplication app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSecurityHeaders();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.UseMiddleware<VisitorCookie>();
        app.UseRateLimiter();
        app.MapApi();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapHealthChecks("/health");

        // What is wrong with the state shows now, and not to the first visitor.
        app.Services.GetRequiredService<Visitors>();
        return app;
    }

    private static void AddRecommenders(IServiceCollection services, FilmCatalogue films, string state)
    {
        RatingScale scale = films.Dataset.Scale;
        services.AddSingleton(films);
        services.AddSingleton(TimeProvider.System);
        services.AddWeightlessNet()
            .AddRecommender(_ => Taught(new HybridRecommender(films.Items, scale), films.Dataset))
            .AddRecommender("personal", _ => new WeightlessRecommender(films.Items, scale));
        services.AddSingleton(provider =>
            new TunableRecommender(provider.GetRequiredService<HybridRecommender>(), films.Items));
        services.AddSingleton(_ => RatingJournal.Open(Path.Combine(state, "visitors.journal"), films.Count, scale));
        services.AddSingleton<Visitors>();
        services.AddSingleton<Lists>();
        services.AddSingleton<Reasons>();
    }

    private static HybridRecommender Taught(HybridRecommender recommender, RatingDataset dataset)
    {
        recommender.Fit(dataset.Ratings.Span);
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
        services.AddRateLimiter(Limits.Configure);
        services.AddProblemDetails();
        services.AddOpenApi();
        services.AddHealthChecks();
        builder.Logging.ClearProviders().AddJsonConsole(options => options.TimestampFormat = "O");
    }

    private static string DefaultState()
    {
        string root = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return root.Length > 0
            ? Path.Combine(root, "WeightlessNet", "live-tuning")
            : throw new IOException("This account has no folder for application data; name a folder with --state DIR.");
    }
}
