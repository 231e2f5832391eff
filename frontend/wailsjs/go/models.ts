export namespace bridge {
	
	export class Fault {
	    code: string;
	    message: string;
	
	    static createFrom(source: any = {}) {
	        return new Fault(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.code = source["code"];
	        this.message = source["message"];
	    }
	}
	export class Profile {
	    name: string;
	    email: string;
	    initials: string;
	    picture: string;
	
	    static createFrom(source: any = {}) {
	        return new Profile(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.email = source["email"];
	        this.initials = source["initials"];
	        this.picture = source["picture"];
	    }
	}
	export class Session {
	    state: string;
	    provider: string;
	    profile?: Profile;
	    error?: Fault;
	    notice?: Fault;
	    canLogIn: boolean;
	    loginWindow: boolean;
	    loginLink: string;
	    outside: boolean;
	    revision: number;
	
	    static createFrom(source: any = {}) {
	        return new Session(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.state = source["state"];
	        this.provider = source["provider"];
	        this.profile = this.convertValues(source["profile"], Profile);
	        this.error = this.convertValues(source["error"], Fault);
	        this.notice = this.convertValues(source["notice"], Fault);
	        this.canLogIn = source["canLogIn"];
	        this.loginWindow = source["loginWindow"];
	        this.loginLink = source["loginLink"];
	        this.outside = source["outside"];
	        this.revision = source["revision"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}

}

